using System.Security.Cryptography;
using System.Text;
using SimAsync.Exploration;
using SimAsync.FsCheck.Graphs;
using SimAsync.Graphs;
using SimAsync.Scheduler;

namespace SimAsync.Tests.Determinism;

/// <summary>A seed means the same runs of each strategy in every process and build, also what it learns from.</summary>
public sealed class StrategyDeterminismTests
{
    private const int Graphs = 100;
    private const int Runs = 20;

    // SHA-256 over the replay codes. A change of one is a change of what seeds mean: it takes a line in the changelog.
    private static readonly Dictionary<string, string> Hashes = new()
    {
        ["delay"] = "fffa01bf5f1c833e",
        ["exhaustive"] = "891e4b7f1c8b37ce",
        ["in-order"] = "c2eb13362e52904f",
        ["pct"] = "462b5ae670d74a85",
        ["portfolio"] = "81a0b63e3e518565",
        ["pos"] = "16959e2a03d27993",
        ["preemption"] = "ba236e17e8185e59",
        ["random"] = "26804030a14fd0e4",
        ["surw"] = "80dd9234b9a77564",
        ["urw"] = "92016022c257c557",
    };

    private static IEnumerable<string> Names => Strategy.Names;

    [TestCaseSource(nameof(Names))]
    public void Explore_GraphsByEachStrategy_MakesTheRunsOfEveryOtherProcess(string name) =>
        Assert.That(Hash(Strategy.Parse(name)), Is.EqualTo(Hashes.GetValueOrDefault(name)));

    private static string Hash(Strategy strategy)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (ulong seed = 0; seed < Graphs; seed++)
        {
            TaskGraph graph = GraphGenerator.Generate(seed);
            Search search = strategy.Search();
            var options = new RunOptions { EagerTasks = graph.Eager, RaiseOnRings = true, IsTrial = true };
            for (int run = 0; run < Runs && !search.IsComplete; run++)
            {
                RunReport report = RunEngine.Run(new GraphInterpreter(graph).Main, options, search, Explorer.SeedOf(seed, run), run, trace: false);
                hash.AppendData(Encoding.ASCII.GetBytes(report.ReplayCode));
                search.Learn(report.Chooser!);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
