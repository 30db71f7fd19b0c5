using System.Runtime.CompilerServices;

namespace SimAsync.Tests.Tasks;

/// <summary>Coroutines that await what is not the simulation's own.</summary>
public sealed class ForeignAwaitTests
{
    private static readonly string[] Kinds =
    [
        "Task", "Task<T>", "Task, true", "Task<T>, true", "Task, false", "Task<T>, false",
        "ValueTask", "ValueTask<T>", "ValueTask, false", "ValueTask<T>, false",
    ];

    [TestCaseSource(nameof(Kinds))]
    public void Cancel_AtAnAwaitThatNeverEnds_ThrowsThere(string kind)
    {
        CheckCancel(log => Await<int>(kind, log));
        CheckCancel(log => Await<string>(kind, log));
        CheckCancel(log => Await<object>(kind, log));
        CheckCancel(log => new Generic<(int, string)>().Await<List<int>>(kind, log));
    }

    [Test]
    public void Cancel_AtEachOfSeveralAwaits_ThrowsAtEach()
    {
        var log = new List<string>();
        Simulation.Run(async Coroutine () =>
        {
            SimTask task = Sim.CreateTask(Several(log));
            for (int i = 0; i < 6; i++)
            {
                await Sim.Yield();
                await Sim.Yield();
                Assert.That(task.Cancel($"{i}"));
            }

            await task;
        });

        Assert.That(log, Is.EqualTo(["task 0", "int 1", "same 2", "string 3", "value 4", "nested 5", "end"]));

        static async Coroutine Several(List<string> log)
        {
            Task never = new TaskCompletionSource().Task;
            Task<int> neverInt = new TaskCompletionSource<int>().Task;
            await Task.CompletedTask;
            await Caught(async Coroutine () => await never, log, "task");
            try
            {
                await neverInt;
            }
            catch (CancelledException e)
            {
                log.Add($"int {e.CancelMessage}");
            }

            try
            {
                _ = await Task.FromResult(5) + await neverInt;
            }
            catch (CancelledException e)
            {
                log.Add($"same {e.CancelMessage}");
            }

            try
            {
                await new TaskCompletionSource<string>().Task;
            }
            catch (CancelledException e)
            {
                log.Add($"string {e.CancelMessage}");
                try
                {
                    await new ValueTask<int>(neverInt);
                }
                catch (CancelledException inner)
                {
                    log.Add($"value {inner.CancelMessage}");
                }
            }

            await Caught(async Coroutine () => await Caught2(never), log, "nested");
            log.Add("end");
        }

        static async Coroutine Caught2(Task never)
        {
            try
            {
                await never;
            }
            finally
            {
                await Sim.Sleep(1);
            }
        }

        static async Coroutine Caught(Func<Coroutine> body, List<string> log, string what)
        {
            try
            {
                await body();
            }
            catch (CancelledException e)
            {
                log.Add($"{what} {e.CancelMessage}");
            }
        }
    }

    [Test]
    public void Cancel_AtTaskYield_ArrivesAtTheNextAwait()
    {
        var log = new List<string>();
        Simulation.Run(async Coroutine () =>
        {
            SimTask task = Sim.CreateTask(Body());
            await Sim.Yield();
            task.Cancel("late");
            await Sim.Wait([task]);
            Assert.That(task.IsCancelled);
        });

        Assert.That(log, Is.EqualTo(["yielded", "late"]));

        async Coroutine Body()
        {
            await Task.Yield();
            log.Add("yielded");
            try
            {
                await Sim.Sleep(1000);
            }
            catch (CancelledException e)
            {
                log.Add(e.CancelMessage!);
                throw;
            }
        }
    }

    [Test]
    public void Cancel_AtTaskYieldBeforeTheEnd_CancelsAllTheSame()
    {
        Simulation.Run(async Coroutine () =>
        {
            SimTask task = Sim.CreateTask(Body());
            await Sim.Yield();
            task.Cancel();
            await Sim.Wait([task]);
            Assert.That(task.IsCancelled);
        });

        static async Coroutine Body() => await Task.Yield();
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Cancel_AtACustomAwaitable_ArrivesAtTheNextAwait(bool reference)
    {
        var gate = new Gate();
        var log = new List<string>();
        Simulation.Run(async Coroutine () =>
        {
            SimTask task = Sim.CreateTask(Body());
            await Sim.Yield();
            Assert.That(task.Cancel("x"));
            await Sim.Yield();
            await Sim.Yield();
            Assert.That(task.IsDone, Is.False);
            gate.Open();
            await Sim.Wait([task]);
            Assert.That(task.IsCancelled);
        });

        Assert.That(log, Is.EqualTo(["through", "cancelled"]));

        async Coroutine Body()
        {
            if (reference)
            {
                await gate;
            }
            else
            {
                await new StructGate(gate);
            }

            log.Add("through");
            try
            {
                await Sim.Yield();
            }
            finally
            {
                log.Add("cancelled");
            }
        }
    }

    [Test]
    public void Await_OfAnAwaitableThatCallsBackAtOnceAndTwice_GoesOnOnce()
    {
        int passed = Simulation.Run(async Coroutine<int> () =>
        {
            int count = 0;
            await new Hasty();
            count++;
            await new Hasty();
            count++;
            await Sim.Yield();
            return count;
        });

        Assert.That(passed, Is.EqualTo(2));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Await_OfATaskThatAnotherCoroutineCompletes_GivesItsValue(bool asynchronously)
    {
        var options = asynchronously ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None;
        foreach (Strategy strategy in new[] { Strategy.InOrder, Strategy.Random })
        {
            int value = Simulation.Run(
                async Coroutine<int> () =>
                {
                    var source = new TaskCompletionSource<int>(options);
                    SimTask<int> waiter = Sim.CreateTask(Wait(source.Task));
                    await Sim.Sleep(5);
                    source.SetResult(42);
                    return await waiter;
                },
                new RunOptions { Strategy = strategy });
            Assert.That(value, Is.EqualTo(42));
        }

        static async Coroutine<int> Wait(Task<int> task) => await task;
    }

    [Test]
    public void Await_OfAFailedTask_ThrowsItsException()
    {
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            var source = new TaskCompletionSource();
            Sim.Loop.CallLater(TimeSpan.FromSeconds(1), () => source.SetException(new FormatException("mine")));
            await source.Task;
        });

        Assert.That(report.Exception, Is.TypeOf<FormatException>().With.Message.EqualTo("mine"));
        Assert.That(report.Time, Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public void Await_OfATaskCompletedAfterTheCancellation_StillThrowsTheCancellation()
    {
        Simulation.Run(async Coroutine () =>
        {
            var source = new TaskCompletionSource<int>();
            SimTask<int> task = Sim.CreateTask(Wait(source.Task));
            await Sim.Yield();
            task.Cancel("first");
            source.SetResult(1);
            await Sim.Wait([task]);
            Assert.That(task.IsCancelled);

            var second = new TaskCompletionSource<int>();
            task = Sim.CreateTask(Wait(second.Task));
            await Sim.Yield();
            second.SetResult(1);
            task.Cancel("too late, but before its step");
            await Sim.Wait([task]);
            Assert.That(task.IsCancelled);
        });

        static async Coroutine<int> Wait(Task<int> task) => await task;
    }

    [Test]
    public void Await_OfACoroutineFromPlainCode_GivesItsValueAndItsException()
    {
        int value = Simulation.Run(async () =>
        {
            Assert.That(await Twice(20), Is.EqualTo(40));
            try
            {
                await Twice(-1);
                Assert.Fail("Nothing was thrown.");
            }
            catch (FormatException)
            {
            }

            return await Twice(21);
        });

        Assert.That(value, Is.EqualTo(42));

        static async Coroutine<int> Twice(int n)
        {
            await Sim.Sleep(10);
            return n < 0 ? throw new FormatException() : n * 2;
        }
    }

    [Test]
    public void Await_OfTaskRun_IsNamedAndNoHang()
    {
        // Whether the pool is faster than the loop is up to the machine; both ends say that it lies outside.
        var never = new TaskCompletionSource();
        RunReport report = Simulation.Observe(async Coroutine () => await Task.Run(() => never.Task));

        Assert.That(report.Exception, Is.TypeOf<DeadlockException>().With.Property("WaitsOutside").True);
        never.SetResult();
    }

    [Test]
    public void Await_OfWhatAnotherThreadCompletes_IsNamed()
    {
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            var source = new TaskCompletionSource();
            Sim.Loop.CallSoon(() => OnAnotherThread(source.SetResult));
            await source.Task;
        });

        Assert.That(report.Exception, Is.TypeOf<UncontrolledConcurrencyException>());
        Assert.That(((UncontrolledConcurrencyException)report.Exception!).What, Does.Contain(nameof(Await_OfWhatAnotherThreadCompletes_IsNamed)).And.Contain("ForeignAwaitTests.cs:"));
    }

    [Test]
    public void Await_FromPlainCodeOfWhatAnotherThreadCompletes_IsNamed()
    {
        RunReport report = Simulation.Observe(async () =>
        {
            var source = new TaskCompletionSource();
            Sim.Loop.CallSoon(() => OnAnotherThread(source.SetResult));
            await source.Task;
        });

        Assert.That(report.Exception, Is.TypeOf<UncontrolledConcurrencyException>());
        Assert.That(((UncontrolledConcurrencyException)report.Exception!).What, Does.Contain(nameof(Await_FromPlainCodeOfWhatAnotherThreadCompletes_IsNamed)));
    }

    [Test]
    public void Await_OfWhatAnotherThreadCompletes_WorksIfAllowed()
    {
        RunReport report = Simulation.Observe(
            async Coroutine<int> () =>
            {
                var source = new TaskCompletionSource<int>();
                Sim.Loop.CallSoon(() => OnAnotherThread(() => source.SetResult(5)));
                return await source.Task;
            },
            new RunOptions { ForeignThreads = true });

        Assert.That(report.Value, Is.EqualTo(5));
        Assert.That(report.IsReproducible, Is.False);
    }

    private static void OnAnotherThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }

    private static void CheckCancel(Func<List<string>, Coroutine> body)
    {
        foreach (Strategy strategy in new[] { Strategy.InOrder, Strategy.Random })
        {
            var log = new List<string>();
            RunReport report = Simulation.Observe(
                async Coroutine () =>
                {
                    SimTask task = Sim.CreateTask(body(log));
                    await Sim.Sleep(1);
                    Assert.That(task.Cancel("why"));
                    await Sim.Wait([task]);
                    Assert.That(task.IsCancelled);
                },
                new RunOptions { Strategy = strategy });
            Assert.That(report.Exception, Is.Null);
            Assert.That(log, Is.EqualTo(["thrown why", "finally"]));
        }
    }

    private static async Coroutine Await<T>(string kind, List<string> log)
    {
        // Awaits before and after, so that the awaiters' fields have been used.
        await Task.CompletedTask;
        await Task.Yield();
        Task plain = new TaskCompletionSource().Task;
        Task<T> typed = new TaskCompletionSource<T>().Task;
        try
        {
            switch (kind)
            {
                case "Task": await plain; break;
                case "Task<T>": await typed; break;
                case "Task, true": await plain.ConfigureAwait(true); break;
                case "Task<T>, true": await typed.ConfigureAwait(true); break;
                case "Task, false": await plain.ConfigureAwait(false); break;
                case "Task<T>, false": await typed.ConfigureAwait(false); break;
                case "ValueTask": await new ValueTask(plain); break;
                case "ValueTask<T>": await new ValueTask<T>(typed); break;
                case "ValueTask, false": await new ValueTask(plain).ConfigureAwait(false); break;
                case "ValueTask<T>, false": await new ValueTask<T>(typed).ConfigureAwait(false); break;
                default: Assert.Fail(kind); break;
            }

            log.Add("not thrown");
        }
        catch (CancelledException e)
        {
            log.Add($"thrown {e.CancelMessage}");
            throw;
        }
        finally
        {
            log.Add("finally");
        }
    }

    private sealed class Generic<TOuter>
    {
        public async Coroutine Await<T>(string kind, List<string> log)
        {
            await Task.FromResult(default(TOuter));
            await ForeignAwaitTests.Await<KeyValuePair<TOuter, T>>(kind, log);
        }
    }

    private sealed class Gate : INotifyCompletion
    {
        private Action? continuation;

        public bool IsCompleted { get; private set; }

        public Gate GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => this.continuation = continuation;

        public void Open()
        {
            IsCompleted = true;
            continuation?.Invoke();
        }
    }

    private readonly struct StructGate(Gate gate) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => gate.IsCompleted;

        public StructGate GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => gate.OnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) => gate.OnCompleted(continuation);
    }

    private readonly struct Hasty : INotifyCompletion
    {
        public bool IsCompleted => false;

        public Hasty GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation)
        {
            continuation();
            continuation();
        }
    }
}
