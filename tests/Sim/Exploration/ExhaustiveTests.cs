using SimAsync.Exploration;
using SimAsync.FsCheck.Graphs;
using SimAsync.Graphs;
using SimAsync.Scheduler;

namespace SimAsync.Tests.Exploration;

/// <summary>Exhaustive search against brute force: the same outcomes and classes, in far fewer runs.</summary>
public sealed class ExhaustiveTests
{
    private const int Graphs = 500;
    private const int MostInterleavings = 400;

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

    [Test]
    public void Exhaustive_WithoutAFault_IsAProofWithinItsBounds()
    {
        ExploreReport report = Simulation.Explore(static () => Increments(locked: true), new ExploreOptions { Strategy = Strategy.Exhaustive(reduce: true), Runs = 10_000 });

        Assert.That(report.Failure, Is.Null, report.ToString());
        Assert.That(report.Complete);
        Assert.That(report.Coverage!.Interleavings, Is.EqualTo(report.Coverage.Classes));
        Assert.That(report.ToString(), Is.EqualTo(
            $"{report.Runs} runs, and none failed ({report.Coverage.Interleavings} interleavings of {report.Coverage.Classes} classes): complete, a proof within its bounds."));
    }

    [Test]
    public void Exhaustive_WithAFault_FindsItWithAndWithoutReduction([Values] bool reduce)
    {
        ExploreReport report = Simulation.Explore(static () => Increments(locked: false), new ExploreOptions { Strategy = Strategy.Exhaustive(reduce: reduce), Runs = 10_000 });

        Assert.That(report.Failure?.Exception, Is.TypeOf<InvalidOperationException>());
        Assert.That(report.Complete, Is.False);
    }

    [Test]
    public void Exhaustive_CutByRuns_SaysSo()
    {
        ExploreReport report = Simulation.Explore(static () => Increments(locked: true), new ExploreOptions { Strategy = Strategy.Exhaustive(), Runs = 5 });

        Assert.That(report.Complete, Is.False);
        Assert.That(report.ToString(), Does.EndWith(": not complete, cut by the number of runs."));
    }

    // What plain variables share is not seen, so in code nothing is left out unless one says that there are none.
    [TestCase(false, 70)]
    [TestCase(true, 1)]
    public void Exhaustive_TasksThatShareNothingSeen_AreReducedOnlyIfAsked(bool reduce, int interleavings)
    {
        int runs = 0;
        ExploreReport report = Simulation.Explore(
            async Coroutine () =>
            {
                runs++;
                await Sim.Gather(Four(), Four());
            },
            new ExploreOptions { Strategy = Strategy.Exhaustive(reduce: reduce), DeterminismSample = 0 });

        // Eight over four orders of two tasks of four steps each.
        Assert.That((report.Coverage!.Interleavings, report.Complete), Is.EqualTo((interleavings, true)));
        Assert.That(runs, Is.EqualTo(report.Runs));
    }

    // What is taken back before it runs is no step of the run, and yet it might have been.
    [Test]
    public void Exhaustive_CallbackThatAnotherTakesBack_AlsoGoesFirst([Values] bool reduce)
    {
        var values = new HashSet<int>();
        ExploreReport report = Simulation.Explore(
            async Coroutine () =>
            {
                var x = new Shared<int>(0);
                SimHandle? handle = null;
                SimTask taker = Sim.CreateTask(Take());
                handle = Sim.Loop.CallSoon(() => x.Value = 1);
                await taker;
                values.Add(x.Value);

                async Coroutine Take()
                {
                    handle!.Cancel();
                    await Sim.Yield();
                }
            },
            new ExploreOptions { Strategy = Strategy.Exhaustive(reduce: reduce) });

        Assert.That(report.Complete, report.ToString());
        Assert.That(values, Is.EquivalentTo([0, 1]));
    }

    // Runs that are given up in their middle are asked nothing: not what they left, nor whether they go the same way again.
    [Test]
    public void Exhaustive_RunsGivenUp_AreNoFailures()
    {
        int redundant = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            ExploreReport report = GraphSimulation.Explore(
                GraphGenerator.Generate(seed, Small), new ExploreOptions { Strategy = Strategy.Exhaustive(), DeterminismSample = 1, Shrink = false, Runs = 300 });
            redundant += report.Coverage!.Redundant;
            Assert.That(report.Failure?.Exception, Is.Not.TypeOf<NondeterminismException>(), $"graph {seed}");
        }

        Assert.That(redundant, Is.Positive);
    }

    [Test]
    public void Exhaustive_ChoicesOfTheCode_AreAllTried()
    {
        var answers = new HashSet<string>();
        ExploreReport report = Simulation.Explore(
            async Coroutine () =>
            {
                await Sim.Yield();
                int first = Sim.Choose(3);
                answers.Add(first == 0 ? $"0 {Sim.Choose(2)}" : $"{first}");
            },
            new ExploreOptions { Strategy = Strategy.Exhaustive() });

        Assert.That(answers, Is.EquivalentTo(["0 0", "0 1", "1", "2"]));
        Assert.That((report.Runs, report.Complete), Is.EqualTo((4, true)));
    }

    [Test]
    public void Exhaustive_PlainTasks_AreAllTried()
    {
        var orders = new HashSet<string>();
        ExploreReport report = Simulation.Explore(
            async () =>
            {
                string order = "";
                await Task.WhenAll(Steps("a"), Task.Run(() => Steps("b")));
                orders.Add(order);

                async Task Steps(string name)
                {
                    await Task.Yield();
                    order += name;
                    await Task.Delay(10);
                    order += name;
                }
            },
            new ExploreOptions { Strategy = Strategy.Exhaustive(reduce: true) });

        Assert.That(report.Complete, report.ToString());
        Assert.That(orders, Is.EquivalentTo(["abab", "abba", "baab", "baba"]));
    }

    [TestCase(0, "abab")]
    [TestCase(1, "aabb abab abba baba")]
    public void Exhaustive_Bounded_HasAllWithSoManyDeviationsAndNoOther(int deviations, string orders)
    {
        var made = new List<string>();
        ExploreReport report = Simulation.Explore(
            async Coroutine () =>
            {
                string order = "";
                await Sim.Gather(Two("a"), Two("b"));
                made.Add(order);

                async Coroutine Two(string name)
                {
                    order += name;
                    await Sim.Yield();
                    order += name;
                }
            },
            new ExploreOptions { Strategy = Strategy.Exhaustive(deviations), DeterminismSample = 0 });

        Assert.That(report.Complete);
        Assert.That(made.Distinct().Order(), Is.EqualTo(orders.Split(' ')));
        Assert.That(made, Has.Count.EqualTo(report.Runs));
    }

    [Test]
    public void Exhaustive_CodeThatDiffersFromRunToRun_IsToldSo()
    {
        int runs = 0;
        ExploreReport report = Simulation.Explore(
            async Coroutine () =>
            {
                int tasks = runs++ == 0 ? 3 : 2;
                await Sim.Gather(Enumerable.Range(0, tasks).Select(static _ => Sim.CreateTask(Four())));
            },
            new ExploreOptions { Strategy = Strategy.Exhaustive(), DeterminismSample = 0 });

        Assert.That(report.Failure?.Exception, Is.TypeOf<ReplayDivergedException>());
    }

    private static async Coroutine Four()
    {
        for (int i = 0; i < 3; i++)
        {
            await Sim.Yield();
        }
    }

    private static async Coroutine Increments(bool locked)
    {
        var count = new Shared<int>(0);
        var gate = new SimLock();
        await Sim.Gather(Increment(), Increment(), Increment());
        if (count.Value != 3)
        {
            throw new InvalidOperationException($"{count.Value}");
        }

        async Coroutine Increment()
        {
            if (locked)
            {
                await gate.Acquire();
            }

            int read = count.Value;
            await Sim.Yield();
            count.Value = read + 1;
            if (locked)
            {
                gate.Release();
            }
        }
    }

    private static Explored? Explore(TaskGraph graph, Search search)
    {
        var explored = new Explored();
        var options = new RunOptions { EagerTasks = graph.Eager, RaiseOnRings = true, MaxSteps = 1000, IsTrial = true };
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
