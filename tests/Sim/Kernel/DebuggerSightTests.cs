using SimAsync.Kernel;
using SimAsync.Scheduler;

namespace SimAsync.Tests.Kernel;

/// <summary>What a debugger shows of tasks, futures, locks and queues, and that looking changes nothing.</summary>
public sealed class DebuggerSightTests
{
    [Test]
    public void Line_OfEach_SaysWhatItIsAndWhoWaits()
    {
        Dictionary<string, object> all = [];
        Dictionary<string, string> lines = [];
        Simulation.Run(async Coroutine () =>
        {
            await Busy(all);
            lines = all.ToDictionary(static one => one.Key, static one => DebuggerSight.Line(one.Value));
            End(all);
        });

        string[] shown = [.. lines.Select(static one => $"{one.Key}: {System.Text.RegularExpressions.Regex.Replace(one.Value, @"\.cs:\d+", ".cs:N")}")];
        Assert.That(string.Join('\n', shown), Is.EqualTo(
            """
            main: root.1 'main': runs
            holder: root.1.1 'holder': waits for a sleep, in DebuggerSightTests.Busy.Hold at DebuggerSightTests.cs:N
            waiter: root.1.2 'waiter': waits for Lock 'db', held by root.1.1 'holder', in DebuggerSightTests.Busy.Hold at DebuggerSightTests.cs:N
            done: root.1.3 'done': done, 5
            failed: root.1.4 'failed': failed, FormatException: no
            cancelled: root.1.5 'cancelled': cancelled
            getter: root.1.6 'getter': waits for an item of Queue 'inbox' (0 of 3)
            asked: root.1.7 'asked': waits for a future, in DebuggerSightTests.Busy.Await at DebuggerSightTests.cs:N, is to be cancelled
            future: a future: pending, awaited by root.1.8 'awaiting', 1 callback
            text: a future: done, "hello"
            lock: Lock 'db': locked, held by root.1.1 'holder', waiting: root.1.2 'waiter'
            free: a Lock: free
            semaphore: Semaphore 'pool' (1 of 2 free), held by root.1 'main'
            bounded: a Semaphore (1 of 1 free)
            event: Event 'go': not set
            condition: a Condition: its lock is free
            barrier: Barrier 'all': fills, 0 of 2
            queue: Queue 'inbox' (0 of 3), 0 unfinished, waiting to get: root.1.6 'getter'
            stack: a Queue (full, 1 of 1), 1 unfinished
            shared: 7
            handle: root.1 callback DebuggerSightTests.Busy (lambda): due at 60 s
            timer: root.1 timer: DebuggerSightTests.Busy (lambda): due at 30 s, every 5 s
            coroutine: DebuggerSightTests.Unstarted: not begun
            loop: 0.001 s, step 16: runs root.1 'main', 1 ready
            """));
    }

    [Test]
    public void Open_OfATask_ShowsItsPathItsStackAndWhatItCameTo()
    {
        Simulation.Run(static async Coroutine () =>
        {
            Dictionary<string, object> all = [];
            await Busy(all);
            IReadOnlyDictionary<string, object?> waiter = DebuggerSight.Open(all["waiter"]);
            IReadOnlyDictionary<string, object?> failed = DebuggerSight.Open(all["failed"]);
            IReadOnlyDictionary<string, object?> loop = DebuggerSight.Open(all["loop"]);
            Assert.That((waiter["Path"], waiter["Name"]), Is.EqualTo(("root.1.2", "waiter")));
            Assert.That(((string[])waiter["Stack"]!)[0], Does.StartWith("DebuggerSightTests.Busy.Hold at "));
            Assert.That(DebuggerSight.Open(all["done"])["Result"], Is.EqualTo(5));
            Assert.That(failed["Exception"], Is.TypeOf<FormatException>());
            Assert.That(loop["Waits"], Has.Some.Contain("'waiter' waits for Lock 'db', held by root.1.1 'holder',"));
            Assert.That(DebuggerSight.Open(all["future"])["AwaitedBy"], Is.EqualTo(["root.1.8 'awaiting'"]));
            End(all);
        });
    }

    [Test]
    public void Open_OfAFailedTask_IsNotToHaveSeenItsException()
    {
        RunReport report = Simulation.Observe(static async Coroutine () =>
        {
            SimTask task = Sim.CreateTask(Fail(), "failing");
            await Sim.Sleep(1);
            DebuggerSight.Line(task);
            DebuggerSight.Open(task);
        });

        Assert.That(report.Warnings.Select(static warning => warning.Kind), Is.EqualTo([SimWarningKind.NeverRetrieved]));
    }

    [Test]
    public void Look_InTheMiddleOfAStep_LeavesNoTraceInIt()
    {
        int looked = 0;
        Simulation.Run(
            async Coroutine () =>
            {
                Dictionary<string, object> all = [];
                await Busy(all);
                Footprint footprint = Sim.Loop.Footprint!;
                var before = State(footprint);
                foreach (object one in all.Values)
                {
                    DebuggerSight.Line(one);
                    DebuggerSight.Open(one);
                    Assert.That(State(footprint), Is.EqualTo(before), one.GetType().Name);
                    looked++;
                }

                End(all);
            },
            new RunOptions { Strategy = Strategy.Pos, Trace = true });

        Assert.That(looked, Is.EqualTo(24));

        static string State(Footprint footprint)
        {
            SimLoop loop = Sim.Loop;
            return $"{string.Join(' ', footprint.Accesses)} {footprint.IsUnknown} {loop.Trace!.Count} {loop.Progress} {loop.ReadyCount} {loop.Warnings.All.Count} {ReferenceEquals(loop.Footprint, footprint)}";
        }
    }

    [TestCaseSource(nameof(Strategies))]
    public void Look_AtEverythingInEachStep_ChangesNoRun(string strategy)
    {
        Assert.That(Runs(looks: true), Is.EqualTo(Runs(looks: false)));

        List<string> Runs(bool looks)
        {
            List<string> runs = [];
            Simulation.Explore(
                async Coroutine () =>
                {
                    Dictionary<string, object> all = [];
                    using IDisposable always = Sim.Always("all can be looked at", () =>
                    {
                        // Between two steps, as at a breakpoint of the kernel's own.
                        foreach (object one in looks ? [.. all.Values] : Array.Empty<object>())
                        {
                            DebuggerSight.Line(one);
                        }

                        return true;
                    });
                    await Busy(all);
                    foreach (object one in looks ? [.. all.Values] : Array.Empty<object>())
                    {
                        DebuggerSight.Line(one);
                        DebuggerSight.Open(one);
                    }

                    // What is made from here on has the places that it would have.
                    var made = new SimLock();
                    await Sim.Gather(Use(made), Use(made));
                    End(all);
                    runs.Add($"{Sim.Loop.StepCount} {Sim.Loop.Time} {string.Join(' ', Sim.AllTasks.Select(static task => task.Path))}");
                },
                new ExploreOptions { Runs = 80, Strategy = Strategy.Parse(strategy), Seed = 5 });
            return runs;
        }

        static async Coroutine Use(SimLock made)
        {
            using SimReleaser held = await made.Hold();
            await Sim.Yield();
        }
    }

    private static string[] Strategies => ["pos", "surw", "portfolio", "exhaustive"];

    private static async Coroutine Unstarted() => await Sim.Yield();

    private static async Coroutine Fail()
    {
        await Sim.Yield();
        throw new FormatException("no");
    }

    private static async Coroutine<int> Five()
    {
        await Sim.Yield();
        return 5;
    }

    // Makes one of each, most of them in use.
    private static async Coroutine Busy(Dictionary<string, object> all)
    {
        var db = new SimLock("db");
        var inbox = new SimQueue<int>(3, "inbox");
        var future = new SimFuture<int>();
        var endless = new SimFuture<int>();
        all["main"] = Sim.CurrentTask!;
        all["holder"] = Sim.CreateTask(Hold(), "holder");
        all["waiter"] = Sim.CreateTask(Hold(), "waiter");
        all["done"] = Sim.CreateTask(Five(), "done");
        all["failed"] = Sim.CreateTask(Fail(), "failed");
        SimTask cancelled = Sim.CreateTask(Await(endless), "cancelled");
        all["cancelled"] = cancelled;
        all["getter"] = Sim.CreateTask(inbox.Get(), "getter");
        SimTask asked = Sim.CreateTask(Await(new SimFuture<int>()), "asked");
        all["asked"] = asked;
        all["future"] = future;
        _ = Sim.CreateTask(Await(future), "awaiting");
        future.AddDoneCallback(static _ => { });
        var text = new SimFuture<string>();
        text.SetResult("hello");
        all["text"] = text;
        all["lock"] = db;
        all["free"] = new SimLock();
        var pool = new SimSemaphore(2, "pool");
        await pool.Acquire();
        all["semaphore"] = pool;
        all["bounded"] = new SimBoundedSemaphore();
        all["event"] = new SimEvent("go");
        all["condition"] = new SimCondition();
        all["barrier"] = new SimBarrier(2, "all");
        all["queue"] = inbox;
        var stack = new SimLifoQueue<int>(1);
        stack.PutNow(1);
        all["stack"] = stack;
        all["shared"] = new Shared<int>(7);
        all["handle"] = Sim.Loop.CallLater(TimeSpan.FromMinutes(1), static () => { });
        all["timer"] = Sim.TimeProvider.CreateTimer(static _ => { }, null, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5));
        all["coroutine"] = Unstarted();
        all["loop"] = Sim.Loop;
        await Sim.Sleep(1);
        cancelled.Cancel();
        await Sim.Yield();
        await Sim.Yield();
        asked.Cancel();

        async Coroutine Hold()
        {
            using SimReleaser held = await db.Hold();
            await Sim.Sleep(5000);
        }

        static async Coroutine Await(SimFuture<int> future) => await future;
    }

    private static void End(Dictionary<string, object> all)
    {
        ((SimHandle)all["handle"]).Cancel();
        ((IDisposable)all["timer"]).Dispose();
        ((Coroutine)all["coroutine"]).Close();
        Assert.That(((SimTask)all["failed"]).Exception, Is.TypeOf<FormatException>());
    }
}
