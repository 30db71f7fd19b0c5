using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using SimAsync.FsCheck.Graphs;
using SimAsync.Graphs;

namespace SimAsync.Tests.Determinism;

/// <summary>The same seed gives the same events: in any order of runs, in any process, on any machine.</summary>
public sealed class DeterminismTests
{
    private const int Graphs = 10_000;

    // SHA-256 over the traces of 10,000 graphs, each run at random with its own seed. A change of it is a change of what
    // seeds mean, and of what replay codes mean: it takes a new version of the code, and a line in the changelog.
    private const string HashOfAllTraces = "02bed695ea0da7778c4a3431a6a6cc0790b25ba47d7efa8c4397ad38954dbef1";

    private static readonly RunOptions Random = new() { Strategy = Strategy.Random };

    [Test]
    public void Run_TenThousandGraphsAtRandom_GivesTheTracesOfEveryOtherProcess() =>
        Assert.That(Hash(Enumerable.Range(0, Graphs)), Is.EqualTo(HashOfAllTraces));

    [Test]
    public void Run_InAnotherOrderAndOnTwoThreads_GivesTheSameTraces()
    {
        string[] there = new string[2000];
        string[] back = new string[2000];
        var first = new Thread(() =>
        {
            for (int i = 0; i < there.Length; i++)
            {
                there[i] = Line(i);
            }
        });
        var second = new Thread(() =>
        {
            for (int i = back.Length - 1; i >= 0; i--)
            {
                back[i] = Line(i);
            }
        });
        first.Start();
        second.Start();
        first.Join();
        second.Join();
        Assert.That(back, Is.EqualTo(there));
    }

    [Test]
    public void Replay_EachFailingRunOfAThousandGraphs_FailsTheSameWayAtTheSameStepInAnotherProcess()
    {
        List<string> lines = [];
        List<string> recorded = [];
        for (int i = 0; i < 1000; i++)
        {
            TaskGraph graph = GraphGenerator.Generate((ulong)i);
            GraphResult result = GraphSimulation.Run(graph, Random with { Seed = (ulong)i });
            if (result.Report.Exception is not null)
            {
                lines.Add(ReplayLine.Of(graph, result.Report.ReplayCode));
                recorded.Add(ReplayLine.Outcome(result));
            }
        }

        Assert.That(lines, Has.Count.GreaterThan(300), "The generator's graphs mostly fail: too few do.");
        Assert.That(lines.Select(ReplayLine.Play), Is.EqualTo(recorded), "in this process");
        Assert.That(PlayElsewhere(lines), Is.EqualTo(recorded), "in another process");
    }

    [Test]
    public void Explore_EachFailingGraph_ShrinksToACodeThatReplaysAndFitsOnALine()
    {
        int failing = 0;
        for (int i = 0; i < 300; i++)
        {
            TaskGraph graph = GraphGenerator.Generate((ulong)i);
            ExploreReport report = GraphSimulation.Explore(graph, new ExploreOptions { Runs = 20, Seed = (ulong)i, Strategy = Strategy.Random, ShrinkRuns = 100 });
            if (report.Failure is not { } failure)
            {
                continue;
            }

            failing++;
            GraphResult again = GraphSimulation.Replay(failure.ReplayCode, graph);
            Assert.That(failure.IsReproducible, Is.True, graph.Name);
            Assert.That(failure.ReplayCode, Has.Length.LessThanOrEqualTo(200), graph.Name);
            Assert.That(again.Report.Exception?.GetType(), Is.EqualTo(failure.Exception.GetType()), graph.Name);
            Assert.That(again.Report.Steps, Is.EqualTo(failure.Steps), graph.Name);
            Assert.That(failure.Deviations, Is.LessThanOrEqualTo(failure.DeviationsFound), graph.Name);
        }

        Assert.That(failing, Is.GreaterThan(100));
    }

    private static string Line(int seed) =>
        GraphSimulation.Run(GraphGenerator.Generate((ulong)seed), Random with { Seed = (ulong)seed }).ToJson();

    private static string Hash(IEnumerable<int> seeds)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (int seed in seeds)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Line(seed) + "\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static List<string> PlayElsewhere(IEnumerable<string> lines)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(DeterminismTests).Assembly.Location, "replay"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        foreach (string line in lines)
        {
            process.StandardInput.Write(line + "\n");
        }

        process.StandardInput.Close();
        string[] played = output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero);
        return [.. played];
    }
}
