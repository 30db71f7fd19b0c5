using System.Globalization;
using System.Text;
using global::FsCheck;
using global::FsCheck.Fluent;
using SimAsync.FsCheck.Graphs;
using SimAsync.Graphs;

namespace SimAsync.Tests.FsCheck;

/// <summary>How much of a failing program is left, and at what price: over some hundred programs and planted failures of several kinds.</summary>
public sealed class ShrinkingRatioTests
{
    private const int ProgramsOfAKind = 50;

    private static readonly GraphGeneratorOptions Options = new() { Rarities = 0.05 };

    private delegate bool Fails(GraphResult result, TaskGraph graph);

    // Each fails for some programs only. The last two compare with a mutant: what SimAsync would do if something in it were wrong.
    private static readonly (string Name, Fails Fails)[] Kinds =
    [
        ("a timeout strikes, and then a task is cancelled", static (result, _) => InOrder(result, static e => e.Contains("! TimeoutError", StringComparison.Ordinal), static e => e.StartsWith("cancel ", StringComparison.Ordinal) && e.EndsWith("true", StringComparison.Ordinal))),
        ("a lock or semaphore is held while another waits for something", static (result, _) => InOrder(result, static e => e.StartsWith("hold", StringComparison.Ordinal) && e.EndsWith("entered", StringComparison.Ordinal), static e => e.StartsWith("wait", StringComparison.Ordinal))),
        ("main and a task of it deadlock", static (result, _) => result.Deadlock is { Count: > 1 }),
        ("a group fails", static (result, _) => result.Trace.Any(static e => e.Text.StartsWith("group", StringComparison.Ordinal) && e.Text.Contains("ExceptionGroup[", StringComparison.Ordinal))),
        ("a mutant, for which all tasks are eager, differs in its result", static (result, graph) => Eager(graph) is var other && Outcome(other) != Outcome(result)),
        ("a mutant, for which a timeout lasts one millisecond longer, has another trace", static (result, graph) => Differs(result, GraphSimulation.Run(Longer(graph)))),
    ];

    [Test]
    public void Minimize_FailingPrograms_LeavesATenthOrLess()
    {
        StringBuilder table = new();
        List<double> shares = [];
        foreach ((string name, Fails fails) in Kinds)
        {
            List<(int Before, int After, int Evaluations)> shrunk = [];
            for (ulong seed = 0; shrunk.Count < ProgramsOfAKind && seed < 20_000; seed++)
            {
                TaskGraph graph = GraphGenerator.Generate(seed, Options);
                int evaluations = 0;
                if (!Test(graph))
                {
                    continue;
                }

                evaluations = 0;
                TaskGraph smallest = GraphShrinker.Minimize(graph, Test);
                shrunk.Add((GraphShrinker.Size(graph), GraphShrinker.Size(smallest), evaluations));

                bool Test(TaskGraph each)
                {
                    evaluations++;
                    GraphResult result = GraphSimulation.Run(each);
                    return !result.IsLimited && fails(result, each);
                }
            }

            Assert.That(shrunk, Has.Count.EqualTo(ProgramsOfAKind), name);
            shares.AddRange(shrunk.Select(static each => each.After / (double)each.Before));
            table.AppendLine(CultureInfo.InvariantCulture, $"{name}: {shrunk.Average(static e => e.Before):0.0} -> {shrunk.Average(static e => e.After):0.0} statements, {shrunk.Average(static e => e.After / (double)e.Before):P1}, {shrunk.Average(static e => e.Evaluations):0} evaluations");
        }

        TestContext.Out.WriteLine($"{table}mean share {shares.Average():P1}");
        Assert.That(shares.Average(), Is.LessThan(0.1), table.ToString());
    }

    [Test]
    public void Check_AGraphPropertyThatFails_IsShrunkByFsCheck()
    {
        int evaluations = 0;
        Runner runner = new();
        Config config = Config.QuickThrowOnFailure.WithRunner(runner).WithReplay(new Replay(new Rnd(1234, 5677), null)).WithMaxTest(200);
        Check.One(config, Prop.ForAll(GraphGenerator.Arbitrary(Options), graph =>
        {
            evaluations++;
            return !GraphSimulation.Run(graph).Trace.Any(static e => e.Text.Contains("! TimeoutError", StringComparison.Ordinal));
        }));

        TaskGraph smallest = runner.Smallest!;
        TestContext.Out.WriteLine($"{evaluations} evaluations: {smallest.ToJson()}");
        Assert.That(GraphShrinker.Size(smallest), Is.LessThanOrEqualTo(3));
        Assert.That(GraphSimulation.Run(smallest).Trace.Any(static e => e.Text.Contains("! TimeoutError", StringComparison.Ordinal)));
    }

    private static bool InOrder(GraphResult result, Func<string, bool> first, Func<string, bool> second) =>
        result.Trace.Select(static e => e.Text).SkipWhile(text => !first(text)).Skip(1).Any(second);

    private static bool Differs(GraphResult result, GraphResult other) => !other.IsLimited && other.ToJson() != result.ToJson();

    private static string Outcome(GraphResult result) => result.Result ?? result.Error ?? string.Join(',', result.Deadlock ?? []);

    private static GraphResult Eager(TaskGraph graph) => GraphSimulation.Run(graph with { Eager = true });

    private static TaskGraph Longer(TaskGraph graph) => graph.Edit(static (_, _, s) =>
        [s.Op is StatementKind.Timeout && s.Ms is { } ms and >= 0 and < 1_000_000 ? s with { Ms = ms + 1 } : s]);

    private sealed class Runner : IRunner
    {
        public TaskGraph? Smallest { get; private set; }

        public void OnStartFixture(Type t)
        {
        }

        public void OnArguments(int ntest, Microsoft.FSharp.Collections.FSharpList<object> args, Microsoft.FSharp.Core.FSharpFunc<int, Microsoft.FSharp.Core.FSharpFunc<Microsoft.FSharp.Collections.FSharpList<object>, string>> every)
        {
        }

        public void OnShrink(Microsoft.FSharp.Collections.FSharpList<object> args, Microsoft.FSharp.Core.FSharpFunc<Microsoft.FSharp.Collections.FSharpList<object>, string> everyShrink) =>
            Smallest = (TaskGraph)args.Head;

        public void OnFinished(string name, TestResult testResult)
        {
        }
    }
}
