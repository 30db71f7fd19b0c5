using System.Text.RegularExpressions;
using SimAsync.TestSupport;

namespace SimAsync.Examples.Docs;

/// <summary>What docs/limits.md says: each error and warning is in it, and comes about as it says; what it says is not noticed is not.</summary>
public sealed class LimitsTests
{
    private static readonly Dictionary<Type, Func<SimulationFailure?>> Errors = new()
    {
        [typeof(DeadlockException)] = static () => Explored(static async () => await new TaskCompletionSource().Task),
        [typeof(BlockingWaitException)] = static () => Explored(static () =>
        {
            Thread.Sleep(1000);
            return Task.CompletedTask;
        }),
        [typeof(UncontrolledConcurrencyException)] = static () => Explored(static async () =>
            await Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
        [typeof(StepLimitException)] = static () => Explored(
            static async () =>
            {
                for (int i = 0; i < 1000; i++)
                {
                    await Task.Delay(1);
                }
            },
            new ExploreOptions { MaxSteps = 100 }),
        [typeof(TimeLimitException)] = static () => Explored(static async () => await Task.Delay(TimeSpan.FromHours(1)), new ExploreOptions { MaxTime = TimeSpan.FromMinutes(1) }),
        [typeof(LivelockException)] = static () => Explored(
            static async () =>
            {
                while (true)
                {
                    await Task.Yield();
                }
            },
            new ExploreOptions { LivelockSteps = 100 }),
        [typeof(InvariantException)] = static () => Explored(static async () =>
        {
            bool open = true;
            Sim.Always("open", () => open);
            await Task.Yield();
            open = false;
            await Task.Yield();
        }),
        [typeof(ScopeException)] = static () => Explored(static async () =>
        {
            using (Sim.Scope("fetch"))
            {
                _ = Late();
                await Task.Yield();
            }

            await Task.Delay(1000);

            static async Task Late() => await Task.Delay(100);
        }),
        [typeof(TasksLeftException)] = static () => Explored(
            static async () =>
            {
                _ = Late();
                await Task.Yield();

                static async Task Late() => await Task.Delay(100);
            },
            new ExploreOptions { NoTasksLeft = true }),
        [typeof(LocksHeldException)] = static () => Simulation.Explore(
            static async Coroutine () =>
            {
                var gate = new SimLock("gate");
                await Sim.CreateTask(gate.Acquire());
            },
            new ExploreOptions { NoLocksHeld = true }).Failure,
        [typeof(UnobservedException)] = static () => Simulation.Explore(
            static async Coroutine () =>
            {
                _ = Sim.CreateTask(Fail());
                await Sim.Sleep(10);

                static async Coroutine Fail()
                {
                    await Sim.Yield();
                    throw new FormatException();
                }
            },
            new ExploreOptions { NoUnobservedExceptions = true }).Failure,
        [typeof(NondeterminismException)] = static () =>
        {
            int calls = 0;
            return Explored(async () => await Task.Delay(++calls));
        },
        [typeof(ReplayDivergedException)] = static () =>
        {
            string code = Simulation.Observe(static async () => await Both(2), new RunOptions { Strategy = Strategy.Random }).ReplayCode;
            return Explored(static async () => await Both(3), new ExploreOptions { Strategy = Strategy.Replay(code) });

            static Task Both(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(static async _ => await Task.Yield()));
        },
    };

    private static string Document => File.ReadAllText(Path.Combine(Repository.Root, "docs", "limits.md"));

    private static IEnumerable<Type> ErrorTypes => typeof(SimulationException).Assembly.GetExportedTypes().Where(static type => type.IsSubclassOf(typeof(SimulationException)));

    [TestCaseSource(nameof(ErrorTypes))]
    public void Document_EachError_IsInItAndComesAbout(Type error)
    {
        Assert.That(Document, Does.Contain($"| `{error.Name}` |"));
        Assert.That(Errors[error]()?.Exception, Is.TypeOf(error));
    }

    [TestCaseSource(nameof(Kinds))]
    public void Document_EachWarning_IsInIt(SimWarningKind kind) => Assert.That(Document, Does.Contain($"| `{kind}` |"));

    [Test]
    public void Document_Links_LeadSomewhere() =>
        Assert.That(
            Regex.Matches(Document, @"\]\((?<file>[a-z-]+\.md)").Select(static link => link.Groups["file"].Value).Where(static file => !File.Exists(Path.Combine(Repository.Root, "docs", file))), Is.Empty);

    [Test]
    public void ThreadStatic_OfTwoTasks_IsOne() => Assert.That(
        Simulation.Run(static async () =>
        {
            await Task.WhenAll(Set(), Task.Delay(1));
            return perThread;

            static async Task Set()
            {
                await Task.Yield();
                perThread = 1;
            }
        }), Is.EqualTo(1));

    [Test]
    public void PlainTask_FailedAndForgotten_IsNotNoticed() => Assert.That(
        Explored(
            static async () =>
            {
                _ = Fail();
                await Task.Delay(1);

                static async Task Fail()
                {
                    await Task.Yield();
                    throw new FormatException();
                }
            },
            new ExploreOptions { NoUnobservedExceptions = true, Runs = 10 }), Is.Null);

    [TestCase(false)]
    [TestCase(true)]
    public void Method_ThatNothingRefersTo_IsSeenByNoMethodsLeftOnly(bool methods)
    {
        SimulationFailure? failure = Explored(
            static async () =>
            {
                _ = Never();
                await Task.Yield();

                static async Task Never() => await new TaskCompletionSource().Task;
            },
            new ExploreOptions { NoTasksLeft = true, NoMethodsLeft = methods, Runs = 10 });

        Assert.That(failure?.Exception, methods ? Is.TypeOf<TasksLeftException>() : Is.Null);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Scope_EndsInTheStepInWhichItStartsWork_SeesWhatIsHeldByThen(bool provider)
    {
        SimulationFailure? failure = Explored(
            async () =>
            {
                using (Sim.Scope("fetch"))
                {
                    _ = Late(provider ? Sim.TimeProvider : TimeProvider.System);
                }

                await Task.Delay(1000);

                static async Task Late(TimeProvider time) => await Task.Delay(TimeSpan.FromMilliseconds(100), time);
            },
            new ExploreOptions { Runs = 10 });

        Assert.That(failure?.Exception, provider ? Is.TypeOf<ScopeException>() : Is.Null);
    }

    [Test]
    public void Timer_ArmedBeforeTheRun_IsOutside()
    {
        Task outside = Task.Delay(TimeSpan.FromMinutes(10));

        Assert.That(Explored(async () => await outside)?.Exception, Is.TypeOf<DeadlockException>().With.Property(nameof(DeadlockException.WaitsOutside)).True);
    }

    [Test]
    public void SpinUntil_WhatAnotherStepWouldSet_IsNoticed() => Assert.That(
        Explored(static async () =>
        {
            bool set = false;
            Task other = Task.Run(() => Volatile.Write(ref set, true));
            SpinWait.SpinUntil(() => Volatile.Read(ref set));
            await other;
        })?.Exception, Is.TypeOf<BlockingWaitException>());

    [Test]
    public void Held_WithoutTheDocumentsExceptions_EndsWell() => Assert.That(
        Explored(
            static async () =>
            {
                using var exclusive = new ReaderWriterLockSlim();
                await Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
                Parallel.For(0, 4, static _ => { });
                _ = Enumerable.Range(0, 100).AsParallel().Sum();
                exclusive.EnterWriteLock();
                exclusive.ExitWriteLock();
                await Task.Delay(TimeSpan.FromDays(49), TimeProvider.System);
            },
            new ExploreOptions { Runs = 10 }), Is.Null);

    [Test]
    public void Simulation_InASimulation_IsRefused() => Assert.That(
        Explored(static async () =>
        {
            await Task.Yield();
            Simulation.Run(static async () => await Task.Yield());
        })?.Exception, Is.TypeOf<InvalidOperationException>().With.Message.Contains("a run cannot start inside a run"));

    [Test]
    public void Sim_OutsideASimulation_SaysSo() =>
        Assert.That(static () => Sim.Now, Throws.InvalidOperationException.With.Message.Contains("Sim.Now needs a running simulation"));

    [ThreadStatic]
    private static int perThread;

    private static SimWarningKind[] Kinds => Enum.GetValues<SimWarningKind>();

    private static SimulationFailure? Explored(Func<Task> test, ExploreOptions? options = null) => Simulation.Explore(test, options).Failure;
}
