using System.Diagnostics;
using System.Text.Json;
using SimAsync.FsCheck.Graphs;
using SimAsync.Graphs;

namespace SimAsync.Properties.Oracle;

/// <summary>In order, a graph's trace is CPython's, event by event: for graphs that nobody has seen before.</summary>
/// <remarks>Skipped, and says why, where Node or pyodide is not there.</remarks>
public sealed class LiveOracleTests
{
    private static readonly string Folder = Path.Combine(Root(), "properties", "Oracle");

    private LiveOracle oracle = null!;

    [OneTimeSetUp]
    public void Start()
    {
        try
        {
            oracle = LiveOracle.Start(Folder);
        }
        catch (OracleException e) when (Environment.GetEnvironmentVariable("SIMASYNC_ORACLE") != "required")
        {
            Assert.Ignore(e.Message);
        }
    }

    [OneTimeTearDown]
    public void End() => oracle?.Dispose();

    [TestCase("documented.jsonl")]
    [TestCase("random.jsonl")]
    public void Oracle_OnTheVectors_AnswersAsRecorded(string file)
    {
        Dictionary<TaskGraph, string> recorded = [];
        foreach (string line in File.ReadLines(Path.Combine(Root(), "tests", "Conformance", file)))
        {
            using JsonDocument vector = JsonDocument.Parse(line);
            recorded[TaskGraph.ParseLine(line)] = vector.RootElement.GetProperty("expected").GetRawText();
        }

        string[] differing = [.. oracle.AskAll(recorded.Keys)
            .Select(asked => new Comparison(asked.Graph, recorded[asked.Graph], asked.Answer))
            .Where(static comparison => !comparison.IsEqual)
            .Select(static comparison => $"{comparison.Graph.Name}:\n{comparison}")];
        Assert.That(recorded, Has.Count.GreaterThan(100));
        Assert.That(differing, Is.Empty, string.Join("\n", differing.Take(5)));
    }

    [Test]
    public void Run_FreshGraphs_GivesCPythonsTrace()
    {
        FreshGraphs fresh = FreshGraphs.FromEnvironment();
        TestContext.Progress.WriteLine($"{fresh.Count} graphs from seed {fresh.Seed} on, against {oracle.Version}: {FreshGraphs.SeedVariable}={fresh.Seed} {FreshGraphs.CountVariable}={fresh.Count}");
        long began = Stopwatch.GetTimestamp();
        int compared = 0;
        int limited = 0;
        int cut = 0;
        long events = 0;
        foreach ((TaskGraph graph, string answer) in oracle.AskAll(fresh.Graphs()))
        {
            GraphResult result = GraphSimulation.Run(graph);
            Comparison comparison = new(graph, answer, result.ToJson());
            if (comparison.IsLimited)
            {
                limited++;
            }
            else if (comparison.IsEqual)
            {
                compared++;
                cut += comparison.IsCut ? 1 : 0;
                events += result.Trace.Count;
            }
            else
            {
                // What is still under way would come for answers of what the shrinker asks.
                using LiveOracle another = LiveOracle.Start(Folder);
                Assert.Fail(Report(another, comparison, unchecked(fresh.Seed + (ulong)(compared + limited))));
            }

            if ((compared + limited) % 1000 == 0)
            {
                TestContext.Progress.WriteLine($"{compared + limited} of {fresh.Count}, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
            }
        }

        TestContext.Progress.WriteLine($"{compared} graphs equal in {events} events ({cut} of them only up to where CPython is on its own), {limited} outran CPython's limits, {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        Assert.That(compared + limited, Is.EqualTo(fresh.Count));
        Assert.That(limited, Is.LessThanOrEqualTo(1 + (fresh.Count / 50)), "Too many graphs were not compared.");
    }

    private static string Report(LiveOracle oracle, Comparison comparison, ulong seed) =>
        $"""
        SimAsync and CPython differ on the graph of seed {seed}:
        {comparison.Graph.ToJson()}
        {comparison}
        Run it again: {FreshGraphs.Again(seed)}
        """;

    private static string Root()
    {
        string? folder = TestContext.CurrentContext.TestDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "SimAsync.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests are not run in the repository.");
    }
}
