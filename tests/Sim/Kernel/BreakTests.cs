using System.Diagnostics.CodeAnalysis;

namespace SimAsync.Tests.Kernel;

/// <summary>Where the debugger breaks: at which step, on which thread, and what has run by then.</summary>
[NonParallelizable] // It stands in for the process's debugger.
public sealed class BreakTests
{
    private readonly StandInDebugger debugger = new();

    [TearDown]
    public void Leave() => debugger.Dispose();

    [Test]
    public void BreakAtStep_CalledInARun_BreaksBeforeTheFirstLineOfEach()
    {
        var log = new List<string>();
        debugger.OnBreak = () => log.Add("break");
        Simulation.Run(async Coroutine () =>
        {
            Sim.BreakAtStep(2);
            Sim.BreakAtStep(4);
            for (int i = 1; i < 6; i++)
            {
                log.Add($"step {Sim.Loop.StepCount}");
                await Sim.Yield();
            }
        });

        Assert.That(log, Is.EqualTo(["step 1", "break", "step 2", "step 3", "break", "step 4", "step 5"]));
        Assert.That(debugger.Breaks.Select(static one => one.Step), Is.EqualTo([2, 4]));
        Assert.That(debugger.Breaks[0].Text, Does.Match(@"^SimAsync: step 2, at 0 s: root\.1 'main' resumes BreakTests\..* at BreakTests\.cs:\d+$"));
        Assert.That(debugger.Breaks[0].Thread, Is.EqualTo(Thread.CurrentThread));
    }

    [Test]
    public void BreakAtStep_OfOptions_BreaksAtTheFirstStepToo()
    {
        Simulation.Run(static async Coroutine () => await Sim.Yield(), new RunOptions { BreakAtStep = 1 });

        Assert.That(debugger.Breaks.Select(static one => one.Step), Is.EqualTo([1]));
    }

    [Test]
    public void BreakAtStep_WithoutADebugger_DoesNothing()
    {
        debugger.Attached = false;
        Simulation.Run(
            static async Coroutine () =>
            {
                Sim.BreakAtStep(2);
                await Sim.Yield();
            },
            new RunOptions { BreakAtStep = 1, BreakAtDeviations = 1 });

        Assert.That(debugger.Breaks, Is.Empty);
    }

    [Test]
    public void BreakAtStep_PastNoneOrOutside_SaysSo()
    {
        Assert.That(static () => Sim.BreakAtStep(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(static () => Sim.BreakAtStep(1), Throws.InvalidOperationException.With.Message.StartsWith("Sim.BreakAtStep needs a running simulation"));
        Assert.That(static () => new RunOptions { BreakAtStep = 0 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(static () => new RunOptions { BreakAtDeviations = -1 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Simulation.Run(static async Coroutine () =>
        {
            await Sim.Yield();
            Assert.That(static () => Sim.BreakAtStep(2), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith("The run is in step 2: it can break at step 3 or a later one."));
        });
    }

    [Test]
    public void BreakAtStep_BeyondTheEnd_IsNoMatter()
    {
        RunReport report = Simulation.Observe(static async Coroutine () => await Sim.Yield(), new RunOptions { BreakAtStep = 1000 });

        Assert.That((report.Exception, debugger.Breaks.Count), Is.EqualTo(((Exception?)null, 0)));
    }

    [Test]
    [SuppressMessage("Performance", "CA1849", Justification = "It is to block.")]
    public void BreakAtStep_OfAStepThatBlocked_IsOnTheThreadThatGoesOn()
    {
        // Main blocks in step 1; what lets it go is step 2 on another thread; then main goes on in step 3.
        Simulation.Run(
            static async () =>
            {
                using var gate = new SemaphoreSlim(0);
                _ = Task.Run(gate.Release);
                gate.Wait();
                await Task.CompletedTask;
            },
            new RunOptions { BreakAtStep = 3 });

        Assert.That(debugger.Breaks.Single().Text, Does.Contain("goes on after SemaphoreSlim.Wait"));
        Assert.That(debugger.Breaks.Single().Thread, Is.EqualTo(Thread.CurrentThread));
    }

    [Test]
    public void BreakAtStep_OfThePool_IsOnTheThreadThatRunsIt()
    {
        Thread? ran = null;
        bool hasRun = false;
        debugger.OnBreak = () => Assert.That(hasRun, Is.False);
        Simulation.Run(
            async () => await Task.Run(() => (ran, hasRun) = (Thread.CurrentThread, true)),
            new RunOptions { BreakAtStep = 2 });

        Assert.That(debugger.Breaks.Single().Thread, Is.EqualTo(ran));
    }

    [Test]
    public void BreakAtDeviations_OfAReplay_BreaksAtEachStepOutOfOrder()
    {
        string code = Failure().ReplayCode;
        RunReport report = Again(code, int.MaxValue);
        Assert.That(report.Deviations, Is.GreaterThan(1));
        Assert.That(debugger.Breaks, Has.Count.EqualTo(report.Deviations));
        Assert.That(debugger.Breaks.Select(static one => one.Text), Has.All.Contains(", out of order: "));

        debugger.Breaks.Clear();
        Again(code, 1);
        Assert.That(debugger.Breaks, Has.Count.EqualTo(1));

        // The kernel runs the same, whether anybody looks or not.
        debugger.Attached = false;
        Assert.That(Again(code, 0).Trace, Is.EqualTo(report.Trace));
    }

    [Test]
    public void BreakAtDeviations_AFault_BreaksWhereItIsAnswered()
    {
        bool isAsked = false;
        debugger.OnBreak = () => Assert.That(isAsked);
        ExploreReport report = Simulation.Explore(
            async Coroutine () =>
            {
                isAsked = false;
                await Sim.Yield();
                isAsked = true;
                if (Sim.Fault("the line drops"))
                {
                    throw new FormatException();
                }
            },
            new ExploreOptions { BreakAtDeviations = 1 });

        Assert.That(report.Failure, Is.Not.Null);
        Assert.That(debugger.Breaks.Select(static one => (one.Step, one.Text)), Is.EqualTo([(2L, "SimAsync: step 2, at 0 s: a choice is answered with 1")]));
    }

    [Test]
    public void BreakAtStep_InAnExploration_BreaksInTheReportedRunOnly()
    {
        int runs = 0;
        debugger.OnBreak = () => Assert.That(runs, Is.GreaterThan(1));
        ExploreReport report = Simulation.Explore(
            async Coroutine () =>
            {
                runs++;
                Sim.BreakAtStep(4);
                await TwoAtOnce();
            },
            new ExploreOptions { BreakAtStep = 2 });

        Assert.That(report.Failure, Is.Not.Null);
        Assert.That(debugger.Breaks.Select(static one => one.Step), Is.EqualTo([2, 4]));
    }

    private static RunReport Again(string code, int deviations) =>
        Simulation.Observe(TwoAtOnce, new RunOptions { Strategy = Strategy.Replay(code), BreakAtDeviations = deviations, Trace = true });

    private static SimulationFailure Failure() => Simulation.Explore(TwoAtOnce, new ExploreOptions { Strategy = Strategy.Random, Shrink = false, Seed = 3 }).Failure!;

    private static async Coroutine TwoAtOnce()
    {
        int count = 0;
        await Sim.Gather(Add(), Add(), Add());
        if (count != 3)
        {
            throw new FormatException();
        }

        async Coroutine Add()
        {
            int before = count;
            await Sim.Yield();
            await Sim.Yield();
            count = before + 1;
        }
    }
}
