using SimAsync.Exploration;
using SimAsync.Traces;

namespace SimAsync.Tests.Kernel;

/// <summary>A run that is followed: whose each step was, which step made it ready, where it stood then, and what would have gone in order.</summary>
public sealed class StepTracerTests
{
    [Test]
    public void Steps_OfTasks_HaveTheirLanesAndWhoWokeThem()
    {
        TraceRun run = Traced(static async Coroutine () =>
        {
            var ready = new SimEvent("ready");
            async Coroutine Wait() => await ready.Wait();
            async Coroutine Set()
            {
                await Sim.Yield();
                ready.Set();
            }

            SimTask waiting = Sim.CreateTask(Wait(), "waiter");
            await Sim.CreateTask(Set());
            await waiting;
        });

        Assert.That(run.Lanes.Select(static lane => $"{lane.Path} {lane.Name}"), Is.EqualTo(["root.1 main", "root.1.1 waiter", "root.1.2 Set"]));
        TraceStep woken = run.Steps.Last(step => run.Lanes[step.Lane].Name == "waiter");
        TraceStep setter = run.Steps.Single(static step => step.Deeds.Any(static deed => deed.Text == "set Event 'ready'"));
        Assert.That(run.Lanes[setter.Lane].Name, Is.EqualTo("Set"));
        Assert.That(woken.WokenBy, Is.EqualTo(setter.Number));
        TraceStep first = run.Steps.First(step => run.Lanes[step.Lane].Name == "waiter");
        Assert.That(first, Has.Property(nameof(TraceStep.Kind)).EqualTo(TraceStepKind.Start).And.Property(nameof(TraceStep.Awaits)).EqualTo("Event 'ready'"));
        Assert.That(run.Lanes[1], Has.Property(nameof(TraceLane.Begun)).EqualTo(1L).And.Property(nameof(TraceLane.Ended)).EqualTo(woken.Number).And.Property(nameof(TraceLane.Outcome)).EqualTo("done"));
    }

    [Test]
    public void Steps_OfPlainMethods_AreLanesUnlessAnotherAwaitsThem()
    {
        TraceRun run = Traced(static async () =>
        {
            static async Task Inner() => await Task.Delay(10);
            static async Task Outer()
            {
                await Inner();
                await Task.Delay(5);
            }

            await Task.WhenAll(Outer(), Inner());
        });

        Assert.That(run.Lanes.Select(static lane => $"{lane.Path} {lane.Name}"), Is.EqualTo(["root.1 main", "root.1/1 Outer", "root.1/2 Inner"]));
        TraceStep inner = run.Steps.First(step => run.Lanes[step.Lane].Name == "Outer" && step.Kind == TraceStepKind.Resume);
        Assert.That(inner.Method, Does.EndWith(".Inner"));
        Assert.That(inner.Callers, Has.Count.EqualTo(1).And.All.Property(nameof(TraceFrame.Method)).EndsWith(".Outer"));
        Assert.That((inner.Awaits, inner.ThenMethod![^6..]), Is.EqualTo(("Task.Delay", ".Outer")));
        Assert.That(run.Lanes.Skip(1).Select(static lane => lane.Outcome), Is.All.EqualTo("done"));
    }

    [Test]
    public void Steps_OfTheThreadPool_BelongToTheMethodThatTheyBegin()
    {
        TraceRun run = Traced(static async () =>
        {
            static async Task Work() => await Task.Delay(10).ConfigureAwait(false);
            await Task.Run(Work);
        });

        int work = run.Lanes.Index().Single(static lane => lane.Item.Name == "Work").Index;
        TraceStep[] steps = [.. run.Steps.Where(step => step.Lane == work)];
        Assert.That(steps[0].Kind, Is.EqualTo(TraceStepKind.Start));
        Assert.That(steps[^1].Number, Is.EqualTo(run.Lanes[work].Ended));
        Assert.That(run.Lanes[work], Has.Property(nameof(TraceLane.Parent)).EqualTo(0).And.Property(nameof(TraceLane.Outcome)).EqualTo("done"));
    }

    [Test]
    public void Steps_OutOfOrder_NameWhatWouldHaveGoneAndWhenItRan()
    {
        SimulationFailure failure = Simulation.Explore(LostUpdate, new ExploreOptions { Strategy = Strategy.Random }).Failure!;
        TraceRun run = TraceMaker.Of(failure, null, null).Runs[0];
        TraceStep[] marked = [.. run.Steps.Where(static step => step.InsteadOf is not null)];

        Assert.That(marked, Has.Length.EqualTo(failure.Deviations).And.Not.Empty);
        foreach (TraceStep step in marked)
        {
            TraceStep ran = run.Steps[(int)step.InsteadOf!.RanAs! - 1];
            Assert.That(ran.Number, Is.GreaterThan(step.Number));
            Assert.That((ran.Lane, ran.Method, ran.At), Is.EqualTo((step.InsteadOf.Lane, step.InsteadOf.Method, step.InsteadOf.At)));
            Assert.That(step.Ready, Is.GreaterThan(1));
        }
    }

    [Test]
    public void Steps_OfADeadlock_EndBeforeTheCleanUp()
    {
        RunReport report = Simulation.Observe(
            static async Coroutine () =>
            {
                var held = new SimLock("held");
                await held.Acquire();
                await held.Acquire();
            },
            new RunOptions { Trace = true });
        TraceRun run = TraceMaker.Of(report).Runs[0];

        Assert.That(report.Trace, Has.Some.InstanceOf<TraceEvent.CancelRequested>(), "the clean-up");
        Assert.That(run.Steps.SelectMany(static step => step.Deeds).Select(static deed => deed.Kind), Has.None.EqualTo(TraceDeedKind.Cancelled));
        Assert.That(run.Lanes[0].Ended, Is.Null);
        Assert.That(run.Waits, Has.Count.EqualTo(1));
    }

    [Test]
    public void Steps_WithAndWithoutATrace_AreTheSame()
    {
        foreach (ulong seed in Enumerable.Range(0, 50).Select(static seed => (ulong)seed))
        {
            var options = new RunOptions { Strategy = Strategy.Random, Seed = seed };
            RunReport plain = Simulation.Observe(Busy, options);
            RunReport traced = Simulation.Observe(Busy, options with { Trace = true });

            Assert.That(traced.ReplayCode, Is.EqualTo(plain.ReplayCode));
            Assert.That(TraceMaker.Of(traced).Runs[0].Steps, Has.Count.EqualTo(plain.Steps));
        }
    }

    [Test]
    public void ToTrace_OfARunWithoutATrace_SaysWhatIsMissing() =>
        Assert.That(
            static () => Simulation.Observe(Busy).ToTrace(),
            Throws.InvalidOperationException.With.Message.EqualTo("The run was made without a trace: set RunOptions.Trace."));

    private static TraceRun Traced(Func<Coroutine> main) => TraceMaker.Of(Simulation.Observe(main, new RunOptions { Trace = true, Strategy = Strategy.Guided([]) })).Runs[0];

    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    private static TraceRun Traced(Func<Task> main) => TraceMaker.Of(Simulation.Observe(main, new RunOptions { Trace = true, Strategy = Strategy.Guided([]) })).Runs[0];

    private static async Task LostUpdate()
    {
        int count = 0;
        async Task Add()
        {
            await Task.Yield();
            int seen = count;
            await Task.Yield();
            count = seen + 1;
        }

        async Task AddLater()
        {
            for (int i = 0; i < 5; i++)
            {
                await Task.Yield();
            }

            await Add();
        }

        await Task.WhenAll(Add(), AddLater());
        if (count != 2)
        {
            throw new InvalidOperationException("one is lost");
        }
    }

    private static async Task Busy()
    {
        using var gate = new SemaphoreSlim(1);
        async Task Work(int number)
        {
            await Task.Delay(number % 2);
            await gate.WaitAsync().ConfigureAwait(false);
            await Task.Yield();
            gate.Release();
        }

        await Task.WhenAll(Enumerable.Range(0, 5).Select(number => Task.Run(() => Work(number))));
    }
}
