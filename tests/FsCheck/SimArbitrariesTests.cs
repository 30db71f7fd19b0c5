using global::FsCheck;
using global::FsCheck.Fluent;
using SimAsync.FsCheck.Generators;
using SimAsync.Graphs;
using SimAsync.Scheduler;

namespace SimAsync.Tests.FsCheck;

/// <summary>What FsCheck gets: values of every sort that is promised, which shrink to the simplest.</summary>
public sealed class SimArbitrariesTests
{
    [Test]
    public void MergeArb_AllOfThem_AreFoundByType()
    {
        IArbMap map = ArbMap.Default.MergeArb(SimArbitraries.Seeds()).MergeArb(SimArbitraries.Schedules()).MergeArb(SimArbitraries.Durations())
            .MergeArb(SimArbitraries.CancellationPlans()).MergeArb(SimArbitraries.FaultPlans()).MergeArb(SimArbitraries.Graphs());
        Assert.That(map.ArbFor<(TaskGraph, Schedule)>().Generator.Sample(3, 50), Has.Exactly(3).Items);
        Assert.That(map.ArbFor<VirtualDuration[]>().Generator.Sample(3, 50), Has.Exactly(3).Items);
    }

    [Test]
    public void Durations_ManyOfThem_HaveTiesAndEdges()
    {
        long[] ticks = [.. Sample(SimArbitraries.Durations(), 2000).Select(static d => d.Value.Ticks)];
        int count = ticks.Length;
        Assert.Multiple(() =>
        {
            Assert.That(ticks, Has.All.GreaterThanOrEqualTo(0));
            Assert.That(ticks.Count(static t => t == 0), Is.GreaterThan(count / 20));
            Assert.That(ticks.Count(static t => t == 1), Is.GreaterThan(count / 100));
            Assert.That(ticks.Count(static t => t > 0 && t % TimeSpan.TicksPerMillisecond == 0), Is.GreaterThan(count / 3));
            Assert.That(ticks.Count(static t => t > 1 && (t + 1) % TimeSpan.TicksPerMillisecond == 0), Is.GreaterThan(count / 50), "just below");
            Assert.That(ticks.Count(static t => t > 1 && (t - 1) % TimeSpan.TicksPerMillisecond == 0), Is.GreaterThan(count / 50), "just above");
            Assert.That(ticks.Count(static t => t >= TimeSpan.TicksPerDay), Is.GreaterThan(count / 100), "very long");
            // Of two neighbours one in ten is a tie.
            Assert.That(ticks.Zip(ticks.Skip(1)).Count(static pair => pair.First == pair.Second), Is.GreaterThan(count / 20));
        });
    }

    [TestCase(0, 0)]
    [TestCase(17_123_456, 17_000_000, TestName = "the least of at least 1.7 s is 1.7 s")]
    [TestCase(123, 123)]
    [TestCase(24 * TimeSpan.TicksPerDay, (3 * TimeSpan.TicksPerDay) + 1)]
    public void Durations_AtLeastSomeSpan_ShrinkToIt(long ticks, long least)
    {
        VirtualDuration smallest = Smallest(new VirtualDuration(new TimeSpan(ticks)), SimArbitraries.Durations().Shrinker, d => d.Value.Ticks >= least);
        Assert.That(smallest.Value.Ticks, Is.EqualTo(least));
    }

    [Test]
    public void Schedules_ManyOfThem_AreOfEverySort()
    {
        Schedule[] schedules = Sample(SimArbitraries.Schedules(), 1000);
        string[] strategies = [.. schedules.Where(static s => s.Deviations.Count == 0).Select(static s => s.Strategy.Name).Distinct()];
        Assert.That(strategies, Is.SupersetOf(new[] { "in-order", "random", "pct", "pct:5", "pos", "urw", "surw", "delay", "preemption" }));
        Assert.That(schedules.Select(static s => s.Deviations.Count).Distinct(), Is.SupersetOf(new[] { 1, 2, 3, 4 }));
        Assert.That(schedules.Select(static s => s.Seed.Value).Distinct().Count(), Is.GreaterThan(200));
    }

    [Test]
    public void Schedules_AnyOfThem_RunsAGraphToTheSameEndTwice()
    {
        TaskGraph graph = SimAsync.FsCheck.Graphs.GraphGenerator.Generate(4);
        foreach (Schedule schedule in Sample(SimArbitraries.Schedules(), 100))
        {
            string first = GraphSimulation.Run(graph, schedule.Apply(new RunOptions())).ToJson();
            Assert.That(GraphSimulation.Run(graph, schedule.Apply(new RunOptions())).ToJson(), Is.EqualTo(first), schedule.ToString());
        }
    }

    [Test]
    public void Schedules_ThatDeviate_TakeOtherOrders()
    {
        TaskGraph graph = SimAsync.FsCheck.Graphs.GraphGenerator.Generate(4);
        string inOrder = GraphSimulation.Run(graph).ToJson();
        Schedule[] deviating = [.. Sample(SimArbitraries.Schedules(), 300).Where(static s => s.Deviations.Count > 0)];
        Assert.That(deviating.Count(each => GraphSimulation.Run(graph, each.Apply(new RunOptions())).ToJson() != inOrder), Is.GreaterThan(deviating.Length / 4));
    }

    [Test]
    public void Schedules_WithADeviationThatMatters_ShrinkToItAlone()
    {
        Schedule schedule = Schedule.With([new(2, 3), new(5, 2), new(9, 4), new(30, 1)]);
        Schedule smallest = Smallest(schedule, SimArbitraries.Schedules().Shrinker, static s => s.Deviations.Any(static d => d.Choice >= 5 && d.Index >= 2));
        Assert.That(smallest, Is.EqualTo(Schedule.With([new(5, 2)])));
        Assert.That(Smallest(Schedule.By(Strategy.Pct(5), 77), SimArbitraries.Schedules().Shrinker, static _ => true), Is.EqualTo(Schedule.With([])));
    }

    [Test]
    public void Apply_ToOptionsOfAnExploration_KeepsTheRest()
    {
        ExploreOptions options = Schedule.By(Strategy.Pos, 9).Apply(new ExploreOptions { Runs = 12 });
        Assert.That((options.Runs, options.Strategy.Name, options.Seed), Is.EqualTo((12, "pos", 9UL)));
    }

    [TestCase(3, 0)]
    [TestCase(-1, 1)]
    public void With_BadDeviations_AreRefused(int choice, int index) =>
        Assert.That(() => Schedule.With([new Deviation(choice, index)]), Throws.ArgumentException);

    [Test]
    public void With_ChoicesThatDoNotAscend_AreRefused() =>
        Assert.That(() => Schedule.With([new(3, 1), new(3, 2)]), Throws.ArgumentException.With.Message.Contains("number 1"));

    [Test]
    public void CancellationPlans_AtTimesAndSteps_StrikeThere()
    {
        CancellationPlan plan = new([CancellationPoint.AtTime(0, TimeSpan.FromMilliseconds(5)), CancellationPoint.AtStep(1, 2), CancellationPoint.AtTime(2, TimeSpan.FromMilliseconds(7))]);
        Simulation.Run(async Coroutine () =>
        {
            CancellationRun run = plan.Start();
            SimTask sleeper = Sim.CreateTask(Sleeper());
            run.Add(2, sleeper);
            await Sim.Sleep(4);
            Assert.That(run.Token(0).IsCancellationRequested, Is.False);
            await Sim.Sleep(2);
            Assert.That(run.Token(0).IsCancellationRequested, Is.True);
            Assert.That(sleeper.IsDone, Is.False);
            await Sim.Sleep(2);
            Assert.That(sleeper.IsCancelled, Is.True);
            bool[] steps = new bool[4];
            for (int i = 0; i < steps.Length; i++)
            {
                run.Step(1);
                steps[i] = run.Token(1).IsCancellationRequested;
            }

            Assert.That(steps, Is.EqualTo(new[] { false, false, true, true }));
        });

        static async Coroutine Sleeper() => await Sim.Sleep(100);
    }

    [Test]
    public void FaultPlans_Calls_StrikeAtTheirSites()
    {
        FaultRun run = new FaultPlan([new(0, 1), new(3, 0)]).Start();
        Assert.That(Enumerable.Range(0, 3).Select(_ => run.Strikes()), Is.EqualTo(new[] { false, true, false }));
        Assert.That(Enumerable.Range(0, 2).Select(_ => run.Strikes(3)), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public void Plans_ManyOfThem_AreOfEverySortAndShrinkToTheSimplest()
    {
        CancellationPlan[] cancellations = Sample(SimArbitraries.CancellationPlans(), 500);
        Assert.That(cancellations.Count(static p => p.Points.Count == 0), Is.InRange(20, 250));
        Assert.That(cancellations.SelectMany(static p => p.Points).Any(static p => p.After is not null));
        Assert.That(cancellations.SelectMany(static p => p.Points).Any(static p => p.Step is not null));
        CancellationPlan some = cancellations.First(static p => p.Points.Count > 2);
        Assert.That(Smallest(some, SimArbitraries.CancellationPlans().Shrinker, static p => p.Points.Count > 0).Points, Has.Count.EqualTo(1));

        FaultPlan faults = Sample(SimArbitraries.FaultPlans(), 500).First(static p => p.Points.Any(static f => f.Site > 1 && f.Call > 2));
        FaultPlan smallest = Smallest(faults, SimArbitraries.FaultPlans().Shrinker, static p => p.Points.Any(static f => f.Site >= 1 && f.Call >= 2));
        Assert.That(smallest, Is.EqualTo(new FaultPlan([new(1, 2)])));
    }

    [Test]
    public void Seeds_AnyOfThem_ShrinkDown()
    {
        RunSeed[] seeds = Sample(SimArbitraries.Seeds(), 200);
        Assert.That(seeds.Max(static s => s.Value), Is.GreaterThan(1UL << 60));
        Assert.That(Smallest(new RunSeed(ulong.MaxValue), SimArbitraries.Seeds().Shrinker, static s => s.Value >= 12345).Value, Is.EqualTo(12345UL));
    }

    private static T[] Sample<T>(Arbitrary<T> arbitrary, int count) => [.. arbitrary.Generator.Sample(count, new Rnd(42, 43), 50)];

    /// <summary>What FsCheck comes to. Fails if it takes longer than any shrinker should.</summary>
    private static T Smallest<T>(T value, Func<T, IEnumerable<T>> shrink, Func<T, bool> fails)
    {
        for (int steps = 0; steps < 200; steps++)
        {
            T[] simpler = [.. shrink(value).Where(fails).Take(1)];
            if (simpler.Length == 0)
            {
                return value;
            }

            value = simpler[0];
        }

        throw new InvalidOperationException("Shrinking does not end.");
    }
}
