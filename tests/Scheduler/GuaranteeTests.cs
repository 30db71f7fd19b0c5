using SimAsync.TestSupport.Programs;

namespace SimAsync.Tests.Scheduler;

/// <summary>What the papers promise of their strategies, counted over many runs with fixed seeds.</summary>
public sealed class GuaranteeTests
{
    private const int Runs = 20_000;

    private static readonly string[] Sampling = [.. Strategy.Names.Where(static name => name != "in-order")];

    [Test]
    public void Urw_TasksOfDifferentLength_MakesEachOrderAsLikely()
    {
        // A task of four steps beside one of one: five orders. The random walk takes half of all runs for the one in which the short one is first.
        Dictionary<string, int> orders = Count(Strategy.Urw, static log => Beside(log, 4, 1));

        Assert.That(orders, Has.Count.EqualTo(5));
        Assert.That(orders.Values, Is.All.InRange(Runs / 5 * 0.93, Runs / 5 * 1.07));
        Assert.That(Count(Strategy.Random, static log => Beside(log, 4, 1)).Values.Max(), Is.GreaterThan(Runs * 0.4));
    }

    [Test]
    public void Urw_TaskThatMakesAnother_CountsTheStepsOfBoth()
    {
        // Main makes a, yields, makes b: of the ten orders of a tree of tasks, each as likely.
        Dictionary<string, int> orders = Count(Strategy.Urw, static async Coroutine (log) =>
        {
            SimTask a = Sim.CreateTask(Steps(log, "a", 3));
            await Sim.Yield();
            SimTask b = Sim.CreateTask(Steps(log, "b", 2));
            await Sim.Gather(a, b);
        });

        // What main does between is not in the log, so orders of a and b are made of one to three orders of all.
        Assert.That(orders, Has.Count.EqualTo(10));
        Assert.That(orders.Values.Max(), Is.LessThan(Runs / 2));
    }

    [Test]
    public void Surw_OfWhatIsShared_MakesEachOrderAsLikely()
    {
        // Two writes of each task to what they share, among many steps that touch nothing: six orders.
        Dictionary<string, int> orders = Count(Strategy.Surw, Program);

        // Some runs are about the tasks' ends, and the first know nothing; a random walk hardly ever has a go first.
        Assert.That(orders, Has.Count.EqualTo(6));
        Assert.That(orders.Values, Is.All.GreaterThan(Runs / 25));
        Assert.That(Count(Strategy.Random, Program), Has.Count.LessThan(6));

        static async Coroutine Program(List<string> log)
        {
            var shared = new Shared<int>(0);
            await Sim.Gather(Write("a", 20, 0), Write("b", 0, 20));

            async Coroutine Write(string name, int before, int between)
            {
                for (int i = 0; i < before; i++)
                {
                    await Sim.Yield();
                }

                for (int i = 0; i < 2; i++)
                {
                    shared.Value++;
                    log.Add(name);
                    for (int j = 0; j <= between; j++)
                    {
                        await Sim.Yield();
                    }
                }
            }
        }
    }

    [Test]
    public void Pct_BugOfDepthTwo_IsFoundAsOftenAsPromised()
    {
        // One step of the victim has to come between two of the other's ten: two tasks and main, at most so many choices.
        const int Choices = 20;
        int found = Enumerable.Range(0, 2000).Count(static seed => Simulation.Explore(
            static async Coroutine () =>
            {
                bool isOpen = false;
                await Sim.Gather(Open(), Look());

                async Coroutine Open()
                {
                    for (int i = 0; i < 10; i++)
                    {
                        isOpen = i == 7;
                        await Sim.Yield();
                    }
                }

                async Coroutine Look()
                {
                    await Sim.Yield();
                    if (isOpen)
                    {
                        throw new BugException("It was open.");
                    }
                }
            },
            new ExploreOptions { Strategy = Strategy.Pct(2), Seed = (ulong)seed, Runs = 3, Shrink = false }).Failure is { Run: 3 });

        // The third run of each exploration knows how long a run is.
        Assert.That(found / 2000.0, Is.GreaterThanOrEqualTo(1.0 / (3 * Choices)));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3)]
    public void PreemptionBounded_OfEachRun_HasNoMore(int bound)
    {
        Dictionary<string, int> orders = Count(Strategy.PreemptionBounded(bound), static log => Beside(log, 5, 5), 2000);

        // The log tells whose steps they were: each switch but the last of a task's steps is a preemption.
        Assert.That(orders.Keys.Max(Preemptions), Is.EqualTo(bound));

        static int Preemptions(string order) => Enumerable.Range(1, order.Length - 1)
            .Count(i => order[i] != order[i - 1] && order[i..].Contains(order[i - 1], StringComparison.Ordinal));
    }

    [Test]
    public void DelayBounded_WithoutDelays_GoesInOrder() =>
        Assert.That(Count(Strategy.DelayBounded(0), static log => Beside(log, 2, 2), 50).Keys, Is.EqualTo(["abab"]));

    [Test]
    public void DelayBounded_OneDelay_PutsOneStepBehindTheOthers() =>
        Assert.That(Count(Strategy.DelayBounded(1), static log => Beside(log, 2, 2), 500).Keys.Order(), Is.EqualTo(["aabb", "abab", "abba", "baba"]));

    [TestCaseSource(nameof(Sampling))]
    public void Explore_Twice_MakesTheSameRuns(string name)
    {
        List<string> first = Play();
        Assert.That(Play(), Is.EqualTo(first));

        List<string> Play()
        {
            var orders = new List<string>();
            Simulation.Explore(() => Logged(orders, static log => Beside(log, 4, 3)), new ExploreOptions { Strategy = Strategy.Parse(name), Runs = 300, Seed = 7 });
            return orders;
        }
    }

    [TestCaseSource(nameof(Sampling))]
    public void Explore_FindsABug_ThatReplays(string name)
    {
        BugProgram program = BugPrograms.All.Single(static one => one.Name == "account");
        ExploreReport report = Simulation.Explore(program.AllReady, new ExploreOptions { Strategy = Strategy.Parse(name) });

        Assert.That(report.Failure, Is.Not.Null);
        Assert.That(report.Failure!.IsReproducible);
        Assert.That(() => Simulation.Replay(report.Failure.ReplayCode, program.AllReady), Throws.TypeOf<BugException>());
    }

    // Two calls of one method are two tasks, though they look the same: the first of them can be put off.
    [TestCase("pct")]
    [TestCase("urw")]
    [TestCase("preemption")]
    public void Explore_PlainMethodsOfOneName_AreTasksOfTheirOwn(string name)
    {
        var orders = new HashSet<string>();
        Simulation.Explore(
            async () =>
            {
                string order = "";
                await Task.WhenAll(Steps("a"), Steps("b"));
                orders.Add(order);

                async Task Steps(string name)
                {
                    for (int i = 0; i < 3; i++)
                    {
                        await Task.Yield();
                        order += name;
                    }
                }
            },
            new ExploreOptions { Strategy = Strategy.Parse(name), Runs = 200 });

        Assert.That(orders, Does.Contain("aaabbb").And.Contain("bbbaaa"));
    }

    private static Dictionary<string, int> Count(Strategy strategy, Func<List<string>, Coroutine> program, int runs = Runs)
    {
        var orders = new List<string>();
        Simulation.Explore(() => Logged(orders, program), new ExploreOptions { Strategy = strategy, Runs = runs });
        return orders.CountBy(static order => order).ToDictionary();
    }

    private static async Coroutine Logged(List<string> orders, Func<List<string>, Coroutine> program)
    {
        var log = new List<string>();
        await program(log);
        orders.Add(string.Concat(log));
    }

    private static async Coroutine Beside(List<string> log, int first, int second) => await Sim.Gather(Steps(log, "a", first), Steps(log, "b", second));

    private static async Coroutine Steps(List<string> log, string name, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
            {
                await Sim.Yield();
            }

            log.Add(name);
        }
    }
}
