using SimAsync.FsCheck.Graphs;
using SimAsync.Graphs;

namespace SimAsync.Tests.FsCheck;

/// <summary>What the simpler graphs of a graph are, and how small a failing one gets.</summary>
public sealed class GraphShrinkerTests
{
    private static readonly GraphGeneratorOptions Options = new() { Rarities = 0.1 };

    [Test]
    public void Shrink_GeneratedGraphs_GivesValidGraphsThatReferToNothingNew()
    {
        for (ulong seed = 0; seed < 15; seed++)
        {
            TaskGraph graph = GraphGenerator.Generate(seed, Options);
            HashSet<string> before = Dangling(graph);
            foreach (TaskGraph simpler in GraphShrinker.Shrink(graph))
            {
                Assert.That(TaskGraph.Parse(simpler.ToJson()), Is.EqualTo(simpler));
                Assert.That(Dangling(simpler).Except(before), Is.Empty, simpler.ToJson());
            }
        }
    }

    [Test]
    public void Shrink_GeneratedGraphs_GivesSimplerOnesByOneMeasure()
    {
        for (ulong seed = 100; seed < 115; seed++)
        {
            TaskGraph graph = GraphGenerator.Generate(seed, Options);
            GraphMeasure measure = new(graph);
            Assert.That(GraphShrinker.Shrink(graph).All(simpler => new GraphMeasure(simpler).CompareTo(measure) < 0));
        }
    }

    [Test]
    public void Shrink_SameGraphTwice_GivesTheSame()
    {
        TaskGraph graph = GraphGenerator.Generate(5, Options);
        Assert.That(GraphShrinker.Shrink(graph), Is.EqualTo(GraphShrinker.Shrink(TaskGraph.Parse(graph.ToJson()))));
    }

    [Test]
    public void Shrink_FirstCandidates_TakeWholeCoroutinesThenHalfOfTheStatements()
    {
        TaskGraph graph = GraphGenerator.Generate(3);
        Assert.That(graph.Coroutines, Has.Count.GreaterThan(2));

        // The first of all may be the graph without coroutines that nobody calls.
        TaskGraph[] first = [.. GraphShrinker.Shrink(graph).Take(2)];
        Assert.That(first.Any(static each => each.Coroutines.Count == 1));
        Assert.That(GraphShrinker.Shrink(graph).Take(2 * graph.Coroutines.Count).Any(each => GraphShrinker.Size(each) <= GraphShrinker.Size(graph) / 2));
    }

    [Test]
    public void Minimize_EverythingFails_LeavesAnEmptyMain()
    {
        TaskGraph smallest = GraphShrinker.Minimize(GraphGenerator.Generate(11, Options), static _ => true);
        Assert.That(GraphShrinker.Size(smallest), Is.Zero);
        Assert.That(smallest.Coroutines.Keys, Is.EqualTo(new[] { "main" }));
        Assert.That(smallest.Eager, Is.False);
    }

    [Test]
    public void Minimize_NothingFails_IsRefused() =>
        Assert.That(() => GraphShrinker.Minimize(GraphGenerator.Generate(1), static _ => false), Throws.ArgumentException);

    [Test]
    public void Minimize_OfWhatIsSmallest_AsksAboutEachOnce()
    {
        List<string> asked = [];
        TaskGraph failing = Enumerable.Range(0, 100).Select(static seed => GraphGenerator.Generate((ulong)seed)).First(HasCancelled);
        GraphShrinker.Minimize(failing, graph =>
        {
            asked.Add(graph.ToJson());
            return HasCancelled(graph);
        });
        Assert.That(asked, Is.Unique);

        static bool HasCancelled(TaskGraph graph) => GraphSimulation.Run(graph).Trace.Any(static e => e.Text.StartsWith("cancel ", StringComparison.Ordinal));
    }

    // A statement in two nested blocks with all that it needs, and nothing else: written by hand, one way of simplifying each.
    [TestCase("""[{"op": "try", "body": [{"op": "raise", "type": "KeyError", "msg": "m"}], "except": [{"type": "KeyError", "body": []}]}]""", "caught", """[{"op": "try", "body": [{"op": "raise", "type": "ValueError"}], "except": [{"type": "Exception", "body": []}]}]""")]
    [TestCase("""[{"op": "repeat", "times": 3, "body": [{"op": "timeout", "ms": 5, "body": [{"op": "log", "text": "x"}]}]}]""", "log x", """[{"op": "log", "text": "x"}]""")]
    [TestCase("""[{"op": "future", "as": "f"}, {"op": "future", "as": "g"}, {"op": "gather", "of": ["f", "g"], "as": "h"}, {"op": "state", "on": "h"}]""", "state h", """[{"op": "gather", "of": [], "as": "h"}, {"op": "state", "on": "h"}]""")]
    [TestCase("""[{"op": "sleep", "ms": 1234, "value": 9, "into": "x"}, {"op": "return", "from": "x"}]""", "sleep", """[{"op": "sleep", "ms": 0}]""")]
    public void Minimize_ByHand_GivesTheSmallest(string main, string text, string expected)
    {
        TaskGraph graph = TaskGraph.Parse($$$"""{"format": "simasync.graph/1", "coroutines": {"main": {{{main}}}}}""");
        TaskGraph smallest = GraphShrinker.Minimize(graph, each => GraphSimulation.Run(each).Trace.Any(e => e.Text.StartsWith(text, StringComparison.Ordinal)));
        Assert.That(smallest.ToJson(), Does.Contain($"\"main\": {expected}"));
    }

    [Test]
    public void Minimize_ACallOfOneCoroutine_PutsItsBodyInItsPlace()
    {
        TaskGraph graph = TaskGraph.Parse("""{"format": "simasync.graph/1", "coroutines": {"main": [{"op": "wait_for", "of": {"call": "w"}, "timeout": null}], "w": [{"op": "log", "text": "x"}]}}""");
        TaskGraph smallest = GraphShrinker.Minimize(graph, static each => GraphSimulation.Run(each).Trace.Any(static e => e.Text == "log x"));
        Assert.That(smallest.ToJson(), Is.EqualTo("""{"format": "simasync.graph/1", "coroutines": {"main": [{"op": "log", "text": "x"}]}}"""));
    }

    /// <summary>What statements refer to and nothing binds. Written on its own: not the shrinker's idea of it.</summary>
    private static HashSet<string> Dangling(TaskGraph graph)
    {
        HashSet<string> handles = [.. graph.AllStatements.Select(static each => each.Statement.As).OfType<string>()];
        HashSet<string> locals = [.. graph.AllStatements.Where(static each => each.Statement.Into is not null).Select(static each => $"{each.Coroutine}/{each.Statement.Into}")];
        HashSet<string> dangling = [];
        foreach ((string coroutine, Statement s) in graph.AllStatements)
        {
            foreach (string handle in new[] { s.On, s.In, s.Lock }.Concat(s.Of.Where(static o => !o.IsCall).Select(static o => o.Name)).OfType<string>().Where(handle => !handles.Contains(handle)))
            {
                dangling.Add($"handle {handle}");
            }

            foreach (string call in s.Of.Where(static o => o.IsCall).Select(static o => o.Name).Append(s.Call).OfType<string>().Where(call => !graph.Coroutines.ContainsKey(call)))
            {
                dangling.Add($"coroutine {call}");
            }

            if (s.From is { } local && !locals.Contains($"{coroutine}/{local}"))
            {
                // A coroutine's body may have been put into another, and with it what was dangling there.
                dangling.Add($"local {local}");
            }
        }

        return dangling;
    }
}
