using SimAsync.Exploration;
using SimAsync.Graphs;
using SimAsync.Scheduler;
using SimAsync.TestSupport;

namespace SimAsync.Tests.Exploration;

/// <summary>Exhaustive search against brute force: the same outcomes and classes, in far fewer runs.</summary>
public sealed class ExhaustiveTests
{
    private const int Graphs = 500;
    private const int MostInterleavings = 2000;

    private static readonly GraphGeneratorOptions Small = new() { Workers = 2, BodyLength = 3, Depth = 2, Work = 12, Guarded = 0.3 };

    [Test]
    public void Exhaustive_FiveHundredSmallGraphs_HasAllOutcomesAndClasses()
    {
        int graphs = 0;
        long all = 0;
        long explored = 0;
        long classes = 0;
        for (ulong seed = 0; graphs < Graphs; seed++)
        {
            TaskGraph graph = GraphGenerator.Generate(seed, Small);
            if (Explore(graph, new BoundedSearch(int.MaxValue)) is not { Runs: > 1 } brute)
            {
                continue;
            }

            var unreduced = new ExhaustiveSearch(reduces: false);
            Explored each = Explore(graph, unreduced)!;
            var search = new ExhaustiveSearch(reduces: true);
            Explored reduced = Explore(graph, search)!;
            graphs++;
            all += brute.Runs;
            explored += reduced.Runs;
            classes += search.Coverage.Classes;
            Assert.That(each.Runs, Is.EqualTo(brute.Runs), $"interleavings of graph {seed}");
            Assert.That(each.Outcomes, Is.EquivalentTo(brute.Outcomes), $"outcomes of graph {seed}, each interleaving");
            Assert.That(reduced.Outcomes, Is.EquivalentTo(brute.Outcomes), $"outcomes of graph {seed}");
            Assert.That(search.Classes, Is.EquivalentTo(unreduced.Classes), $"classes of graph {seed}");
            Assert.That(search.Coverage.Interleavings, Is.EqualTo(search.Coverage.Classes), $"runs of graph {seed}");
        }

        TestContext.Out.WriteLine($"{graphs} graphs: {all} interleavings, {classes} classes, {explored} explored");
        Assert.That(explored, Is.LessThanOrEqualTo(classes * 1.5));
    }

    private static Explored? Explore(TaskGraph graph, Search search)
    {
        var explored = new Explored();
        var options = new RunOptions { EagerTasks = graph.Eager, RaiseOnRings = true, MaxSteps = 1000, DropLog = true };
        while (!search.IsComplete)
        {
            if (explored.Runs == MostInterleavings)
            {
                return null;
            }

            var interpreter = new GraphInterpreter(graph);
            int ended = 0;
            RunReport report = RunEngine.Run(interpreter.Main, options, search, 0, explored.Runs, trace: false, (_, _) => ended = interpreter.Trace.Count);
            explored.Runs++;
            if (report.Chooser is not ExhaustiveChooser { IsRedundant: true })
            {
                var result = new GraphResult(report, interpreter.Trace);
                explored.Outcomes.Add($"{result.Result ?? result.Error ?? (result.IsLimited ? "limit" : $"deadlock {string.Join(' ', result.Deadlock!)}")}\n"
                    + string.Join('\n', interpreter.Trace.Take(ended).Select(static line => line.ToString()).Order(StringComparer.Ordinal)));
            }

            search.Learn(report.Chooser!);
        }

        return explored;
    }

    private sealed class Explored
    {
        public int Runs { get; set; }

        public HashSet<string> Outcomes { get; } = [];
    }
}
