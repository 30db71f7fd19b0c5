using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SimAsync.FsCheck.Graphs;
using SimAsync.Graphs;
using SimAsync.TestSupport;

namespace SimAsync.Properties.Oracle;

/// <summary>In order, a graph's trace is CPython's, event by event: for graphs that nobody has seen before.</summary>
/// <remarks>Skipped, and says why, where Node or pyodide is not there.</remarks>
public sealed partial class LiveOracleTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "properties", "Oracle");

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
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "tests", "Conformance", file)))
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
                // Another, for this one has the answers of other graphs under way.
                using LiveOracle another = LiveOracle.Start(Folder);
                Assert.Fail(Report(another, graph, static each => GraphSimulation.Run(each)) + $"\nRun it again: {FreshGraphs.Again(unchecked(fresh.Seed + (ulong)(compared + limited)))}");
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

    /// <summary>A mistake in SimAsync, as it would be reported: here timeouts last a millisecond too long.</summary>
    [Test]
    public void Report_OfAMutant_HasAShrunkGraphAndBothTraces()
    {
        TaskGraph failing = Enumerable.Range(0, 200).Select(static seed => FreshGraphs.Of((ulong)seed)).First(graph => !Compare(oracle, graph, Mutant).IsEqual);
        string report = Report(oracle, failing, Mutant);
        TestContext.Out.WriteLine(report);
        Assert.That(report, Does.Match(@"shrunk from \d+ to [1-4] statements"));
        Assert.That(report, Does.Contain("  < [").And.Contain("  > [").And.Contain("timeout"));

        static GraphResult Mutant(TaskGraph graph) => GraphSimulation.Run(TaskGraph.Parse(Longer.Replace(graph.ToJson(), static match =>
            $"\"timeout\", \"ms\": {long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + 1}")));
    }

    [Test]
    public void Ask_AnswerThatTakesTooLong_EndsTheProcessAndNamesTheGraph()
    {
        using LiveOracle slow = LiveOracle.Start(Folder, patience: TimeSpan.FromSeconds(20));
        slow.Patience = TimeSpan.FromMilliseconds(1);
        TaskGraph endless = TaskGraph.Parse("""{"format": "simasync.graph/1", "name": "endless", "coroutines": {"main": [{"op": "repeat", "times": 1000000, "body": [{"op": "cell"}]}]}}""");
        Assert.That(() => slow.Ask(endless), Throws.TypeOf<OracleException>().With.Message.Contains("took longer").And.Message.Contains("endless"));
    }

    private static Comparison Compare(LiveOracle oracle, TaskGraph graph, Func<TaskGraph, GraphResult> run) => new(graph, oracle.Ask(graph), run(graph).ToJson());

    private static string Report(LiveOracle oracle, TaskGraph graph, Func<TaskGraph, GraphResult> run)
    {
        TaskGraph smallest = GraphShrinker.Minimize(graph, each => Compare(oracle, each, run) is { IsLimited: false, IsEqual: false });
        return $"""
            SimAsync and CPython differ; shrunk from {GraphShrinker.Size(graph)} to {GraphShrinker.Size(smallest)} statements:
            {smallest.ToJson()}
            {Compare(oracle, smallest, run)}
            The graph in which it was found:
            {graph.ToJson()}
            """;
    }

    [GeneratedRegex("\"timeout\", \"ms\": (\\d{1,5})\\b")]
    private static partial Regex Longer { get; }
}
