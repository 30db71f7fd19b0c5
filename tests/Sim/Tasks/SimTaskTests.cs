using System.Runtime.CompilerServices;

namespace SimAsync.Tests.Tasks;

public sealed class SimTaskTests
{
    private static readonly AsyncLocal<string?> Local = new();

    [Test]
    public void Path_OfTasksInTasks_IsTheSameInAllInterleavings()
    {
        var seen = new HashSet<string>();
        for (ulong seed = 0; seed < 50; seed++)
        {
            var paths = new SortedDictionary<string, string>(StringComparer.Ordinal);
            Simulation.Run(
                async Coroutine () =>
                {
                    await Sim.Gather(Enumerable.Range(0, 3).Select(i => Parent($"p{i}")).ToArray());

                    async Coroutine Parent(string name)
                    {
                        paths[name] = Sim.CurrentTask!.Path;
                        for (int i = 0; i < 3; i++)
                        {
                            await Sim.Yield();
                            string child = $"{name}.{i}";
                            await Sim.CreateTask(Child(child));
                        }
                    }

                    async Coroutine Child(string name)
                    {
                        await Sim.Sleep(1);
                        paths[name] = Sim.CurrentTask!.Path;
                    }
                },
                new RunOptions { Strategy = Strategy.Random, Seed = seed });
            seen.Add(string.Join(' ', paths));
        }

        Assert.That(seen, Has.Count.EqualTo(1));
        Assert.That(seen.Single(), Does.StartWith("[p0, root.1.1] [p0.0, root.1.1.1] [p0.1, root.1.1.2]").And.EndWith("[p2.2, root.1.3.3]"));
    }

    [Test]
    public void Name_NotGiven_IsANumberAndCanBeSet()
    {
        Simulation.Run(async Coroutine () =>
        {
            SimTask first = Sim.CreateTask(Never());
            SimTask named = Sim.CreateTask(Never(), "mine");
            SimTask third = Sim.CreateTask(Never());
            third.Name = "later";
            Assert.That(new[] { first.Name, named.Name, third.Name }, Is.EqualTo(["Task-1", "mine", "later"]));
            Assert.That(() => third.Name = null!, Throws.ArgumentNullException);
            Assert.That(third.ToString(), Is.EqualTo("root.1.3 'later'"));
            await Sim.Yield();
        });
    }

    [Test]
    public void SetResult_OfATask_IsRefused()
    {
        Simulation.Run(async Coroutine () =>
        {
            SimTask<int> task = Sim.CreateTask(Never<int>());
            Assert.That(() => task.SetResult(1), Throws.InvalidOperationException);
            Assert.That(() => task.SetException(new FormatException()), Throws.InvalidOperationException);
            Assert.That(() => task.Result, Throws.TypeOf<InvalidStateException>());
            Assert.That(() => task.Exception, Throws.TypeOf<InvalidStateException>());
            await Sim.Yield();
        });
    }

    [Test]
    public void Cancel_CountsAndUncancel_TakesANotedOneBack()
    {
        Simulation.Run(async Coroutine () =>
        {
            SimTask task = Sim.CreateTask(Sim.Sleep(1));
            Assert.That(task.Cancel("a"));
            Assert.That(task.Cancel("b"));
            Assert.That(task.Cancelling, Is.EqualTo(2));
            Assert.That(new[] { task.Uncancel(), task.Uncancel(), task.Uncancel() }, Is.EqualTo([1, 0, 0]));
            await task;
            Assert.That(task.IsCancelled, Is.False);
            Assert.That(task.Cancel(), Is.False);
            Assert.That(task.Cancelling, Is.Zero);
        });
    }

    [Test]
    public void AddDoneCallback_TwiceAndRemoved_CallsTheOthersInOrder()
    {
        var log = new List<string>();
        Simulation.Run(async Coroutine () =>
        {
            SimTask task = Sim.CreateTask(Sim.Sleep(1));
            task.AddDoneCallback(A);
            task.AddDoneCallback(B);
            task.AddDoneCallback(A);
            task.AddDoneCallback(C);
            Assert.That(task.RemoveDoneCallback(A), Is.EqualTo(2));
            Assert.That(task.RemoveDoneCallback(A), Is.Zero);
            task.AddDoneCallback(A);
            await task;
            await Sim.Yield();
            log.Add("main");
            task.AddDoneCallback(B);
            log.Add("added");
            await Sim.Yield();
        });

        Assert.That(log, Is.EqualTo(["B", "C", "A", "late", "main", "added", "B"]));

        void A(SimFuture future) => log.Add("A");
        void B(SimFuture future) => log.Add("B");
        void C(SimFuture future)
        {
            log.Add("C");
            // Too late: those that are ready are not taken back.
            Assert.That(future.RemoveDoneCallback(A), Is.Zero);
            future.AddDoneCallback(_ => log.Add("late"));
        }
    }

    [Test]
    public void AddDoneCallback_ThatThrows_IsAWarningAndTheOthersRun()
    {
        var log = new List<string>();
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            SimTask task = Sim.CreateTask(Sim.Sleep(1));
            task.AddDoneCallback(static _ => throw new FormatException("mine"));
            task.AddDoneCallback(_ => log.Add("second"));
            await task;
            await Sim.Yield();
        });

        Assert.That(report.Exception, Is.Null);
        Assert.That(log, Is.EqualTo(["second"]));
        Assert.That(report.Warnings.Single().Kind, Is.EqualTo(SimWarningKind.CallbackFailed));
        Assert.That(report.Warnings.Single().Exception, Is.TypeOf<FormatException>());
    }

    [Test]
    public void GetStack_AtEachKindOfAwait_NamesItsLine()
    {
        var expected = 0;
        int checks = 0;
        Simulation.Run(async Coroutine () =>
        {
            await Check(Plain(), "Plain");
            await Check(InTry(), "InTry");
            await Check(InCatch(), "InCatch");
            await Check(InFinally(), "InFinally");
            await Check(InLoop(), "InLoop");
            await Check(new Generic<string>().Method<int>(At), "Method");
            await Check(((Func<Coroutine>)(async Coroutine () =>
            {
                await At(new SimFuture<int>());
            }))(), "(lambda)");
        });

        Assert.That(checks, Is.GreaterThan(12));

        async Coroutine Check(Coroutine body, string method)
        {
            SimTask task = Sim.CreateTask(body);
            while (true)
            {
                expected = 0;
                await Sim.Yield();
                await Sim.Yield();
                if (task.IsDone)
                {
                    break;
                }

                StackEntry entry = task.GetStack()[^1];
                Assert.That(entry.At, Is.Not.Null);
                Assert.That(entry.At!.Line, Is.EqualTo(expected), entry.ToString());
                Assert.That(entry.At.ToString(), Is.EqualTo($"SimTaskTests.cs:{expected}"));
                Assert.That(entry.Method, Does.EndWith(method));
                checks++;
                waiting!.SetResult(0);
            }

            await task;
        }

        SimFuture<int> At(SimFuture<int> future, [CallerLineNumber] int line = 0)
        {
            (expected, waiting) = (line, future);
            return future;
        }

        async Coroutine Plain()
        {
            await At(new SimFuture<int>());
            int x = 1;
            x += await At(new SimFuture<int>()); await At(new SimFuture<int>());
            if (x > 0)
            {
                await At(new SimFuture<int>());
            }
        }

        async Coroutine InTry()
        {
            try
            {
                await At(new SimFuture<int>());
                try
                {
                    await At(new SimFuture<int>());
                }
                finally
                {
                    expected = 0;
                }
            }
            catch (FormatException)
            {
                await At(new SimFuture<int>());
            }
        }

        async Coroutine InCatch()
        {
            try
            {
                await At(new SimFuture<int>());
                throw new FormatException();
            }
            catch (FormatException)
            {
                await At(new SimFuture<int>());
            }

            await At(new SimFuture<int>());
        }

        async Coroutine InFinally()
        {
            try
            {
                await At(new SimFuture<int>());
            }
            catch (FormatException) when (expected == -1)
            {
                await At(new SimFuture<int>());
            }
            finally
            {
                await At(new SimFuture<int>());
                await At(new SimFuture<int>());
            }

            await At(new SimFuture<int>());
        }

        async Coroutine InLoop()
        {
            for (int i = 0; i < 2; i++)
            {
                await At(new SimFuture<int>());
                await At(new SimFuture<int>());
            }
        }
    }

    [Test]
    public void GetStack_OfNestedCoroutines_HasTheOutermostFirst()
    {
        Simulation.Run(async Coroutine () =>
        {
            SimTask task = Sim.CreateTask(Outer());
            Assert.That(task.GetStack().Single().At, Is.Null);
            await Sim.Yield();
            Assert.That(task.GetStack().Select(static entry => entry.Method.Split('.')[^1]), Is.EqualTo(["Outer", "Middle", "Never"]));
            Assert.That(task.GetStack(2).Select(static entry => entry.Method.Split('.')[^1]), Is.EqualTo(["Middle", "Never"]));
            Assert.That(task.GetStack(0), Is.Empty);
            Assert.That(() => task.GetStack(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
            var writer = new StringWriter();
            task.PrintStack(writer);
            Assert.That(writer.ToString(), Does.StartWith("Stack for root.1.1 'Task-1'").And.Contain("Middle at SimTaskTests.cs:"));
            task.Cancel();
            await Sim.Wait([task]);
            Assert.That(task.GetStack(), Is.Empty);
            writer = new StringWriter();
            task.PrintStack(writer);
            Assert.That(writer.ToString(), Does.StartWith("No stack for"));
        });

        static async Coroutine Outer() => await Middle();
        static async Coroutine Middle() => await Never();
    }

    [Test]
    public void CreateTask_Eager_RunsAtOnceUpToItsFirstSuspension()
    {
        var log = new List<string>();
        Simulation.Run(
            async Coroutine () =>
            {
                ISimTask self = Sim.CurrentTask!;
                SimTask eager = Sim.CreateTask(Body());
                log.Add("made");
                Assert.That(Sim.CurrentTask, Is.SameAs(self));
                SimTask lazy = Sim.CreateTask(Body(), eager: false);
                log.Add("made");
                await eager;
                await lazy;
            },
            new RunOptions { EagerTasks = true });

        Assert.That(log, Is.EqualTo(["begin", "made", "made", "end", "begin", "end"]));

        async Coroutine Body()
        {
            log.Add("begin");
            await Sim.Yield();
            log.Add("end");
        }
    }

    [Test]
    public void CreateTask_EagerAllTheWayDown_IsAnErrorAndNoCrash()
    {
        RunReport report = Simulation.Observe(async Coroutine () => await Down(100_000), new RunOptions { EagerTasks = true });

        Assert.That(report.Exception, Is.TypeOf<InsufficientExecutionStackException>());

        static async Coroutine Down(int n)
        {
            if (n > 0)
            {
                await Sim.CreateTask(Down(n - 1));
            }
        }
    }

    [Test]
    public void Context_SetInACoroutineAndInATask_OnlyTheFirstIsSeen()
    {
        Local.Value = "outside";
        Simulation.Run(async Coroutine () =>
        {
            Assert.That(Local.Value, Is.EqualTo("outside"));
            await Set("coroutine");
            Assert.That(Local.Value, Is.EqualTo("coroutine"));
            await Sim.CreateTask(Set("task"));
            Assert.That(Local.Value, Is.EqualTo("coroutine"));
            await Sim.CreateTask(Set("eager"), eager: true);
            Assert.That(Local.Value, Is.EqualTo("coroutine"));
            await Sim.ToThread(() => Local.Value = Local.Value + " in a thread");
            Assert.That(Local.Value, Is.EqualTo("coroutine"));
            Sim.Loop.CallSoon(() =>
            {
                Assert.That(Local.Value, Is.EqualTo("coroutine"));
                Local.Value = "callback";
            });
            await Sim.Yield();
            Assert.That(Local.Value, Is.EqualTo("coroutine"));

            ExecutionContext mine = ExecutionContext.Capture()!;
            Local.Value = "after";
            Assert.That(await Sim.CreateTask(Get(), context: mine), Is.EqualTo("coroutine"));
            Assert.That(await Sim.CreateTask(Get()), Is.EqualTo("after"));
        });

        Assert.That(Local.Value, Is.EqualTo("outside"));

        static async Coroutine Set(string value)
        {
            Local.Value = value;
            await Sim.Yield();
            Assert.That(Local.Value, Is.EqualTo(value));
        }

        static async Coroutine<string?> Get()
        {
            await Sim.Yield();
            return Local.Value;
        }
    }

    [Test]
    public void Context_OfManyTasks_IsEachTasksOwn()
    {
        Simulation.Run(
            async Coroutine () => await Sim.Gather(Enumerable.Range(0, 20).Select(Own).ToArray()),
            new RunOptions { Strategy = Strategy.Random });

        static async Coroutine Own(int i)
        {
            Assert.That(Local.Value, Is.Null);
            for (int n = 0; n < 5; n++)
            {
                Local.Value = $"{i} {n}";
                await Sim.Sleep(n % 2);
                Assert.That(Local.Value, Is.EqualTo($"{i} {n}"));
            }
        }
    }

    private static SimFuture<int>? waiting;

    private static async Coroutine Never() => await new SimFuture<int>();

    private static async Coroutine<T> Never<T>() => await new SimFuture<T>();

    private sealed class Generic<TOuter>
    {
        public async Coroutine Method<T>(Func<SimFuture<int>, int, SimFuture<int>> at)
        {
            await at(new SimFuture<int>(), Line());
            foreach (T _ in new T[2])
            {
                await at(new SimFuture<int>(), Line());
            }
        }

        private static int Line([CallerLineNumber] int line = 0) => line;
    }
}
