using SimAsync.FsCheck;

namespace SimAsync.Properties.Laws;

/// <summary>Conditions.</summary>
[TestFixture]
public sealed class ConditionLaws
{
    private readonly SimCondition condition = new();
    private readonly List<Waiter> waiting = [];
    private int inside;
    private int returned;

    /// <summary>A notification of n wakes n of those who wait and were not notified yet, the first of them, or all if there are fewer; the last notification, of all, wakes all; nobody returns without one.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Notice)])]
    public async Coroutine Notify_AnyCounts_WakesSoManyTheFirst(Visit[] visits, Notice[] notices)
    {
        var crew = new Crew();
        foreach (Visit visit in visits)
        {
            crew.Start(Wait(visit, static waiter => Law.Holds(waiter.IsDue, "one returned that was not notified, or not in its turn")));
        }

        await Notify(
            notices,
            count =>
            {
                foreach (Waiter waiter in waiting.Where(static waiter => !waiter.IsDue).Take(count))
                {
                    waiter.IsDue = true;
                }
            },
            () => Law.Holds(!waiting.Exists(static waiter => waiter.IsDue), "one was notified and does not return"));
        waiting.ForEach(static waiter => waiter.IsDue = true);
        await NotifyAll();
        Law.Holds(waiting.Count == 0, "one was notified with all and does not return");
        await crew.End();
    }

    /// <summary>
    /// No notification is lost while somebody waits who could have it, whoever is cancelled, wherever: one that is cancelled hands on what it had. It may wake one more instead, as asyncio does, and no others return.
    /// </summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Notice)])]
    public async Coroutine Notify_CancelledAnywhere_LosesNoNotification(Visit[] visits, Notice[] notices)
    {
        var crew = new Crew();
        ISimTask[] tasks = [.. visits.Select(visit => crew.Start(Wait(visit, static _ => { }), 1))];
        int notified = 0;
        await Notify(
            notices,
            count => notified += Math.Min(count, waiting.Count(static waiter => !waiter.IsDue && !waiter.IsCancelled)),
            () =>
            {
                Law.Holds(returned >= notified || waiting.TrueForAll(static waiter => waiter.IsCancelled), "a notification was lost");
                Law.Holds(returned <= notified + tasks.Count(static task => task.Cancelling > 0), "one returned that was not notified");
            });
        await NotifyAll();
        await crew.End();
    }

    /// <summary>Waiting gives the lock up, and has it again when it ends, however it ends: also if it is cancelled, and cancelled again while it acquires the lock.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit)])]
    public async Coroutine Wait_CancelledAnywhere_HoldsTheLockWhenItEnds(Visit[] visits, bool hasSemaphore)
    {
        ISimLock gate = hasSemaphore ? new SimSemaphore(1) : new SimLock();
        var shared = new SimCondition(gate);
        var crew = new Crew();
        foreach (Visit visit in visits)
        {
            crew.Start(Wait(visit), 2);
        }

        while (!crew.IsOver)
        {
            await Sim.Sleep(5);
            await shared.Acquire();
            Enter();
            shared.NotifyAll();
            await Sim.Yield();
            Leave();
        }

        await crew.End();
        Law.Holds(!gate.IsLocked, "the lock is held by nobody");

        async Coroutine Wait(Visit visit)
        {
            await Sim.Sleep(visit.Comes);
            await shared.Acquire();
            inside++;
            try
            {
                inside--;
                try
                {
                    await shared.Wait();
                }
                finally
                {
                    Enter();
                }

                await Sim.Sleep(visit.Stays);
            }
            finally
            {
                Leave();
            }
        }

        void Enter() => Law.Holds(++inside == 1 && shared.IsLocked && gate.IsLocked, "one went on without the lock");

        void Leave()
        {
            inside--;
            shared.Release();
        }
    }

    /// <summary>What is waited for holds when the wait returns, and is asked with the lock held; with one notification for each change, all get through whom nobody cancels.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit)])]
    public async Coroutine WaitFor_AnyChanges_HoldsWhenItReturns(Visit[] visits)
    {
        int stock = 0;
        var crew = new Crew();
        foreach (Visit visit in visits)
        {
            crew.Start(Take(visit), visit.MayBeCancelled ? 1 : 0);
            crew.Start(Bring(visit.Stays));
        }

        await crew.End();

        async Coroutine Take(Visit visit)
        {
            await Sim.Sleep(visit.Comes);
            using SimReleaser held = await condition.Hold();
            await condition.WaitFor(() =>
            {
                Law.Holds(condition.IsLocked, "it was asked without the lock");
                return stock > 0;
            });
            Law.Holds(stock-- > 0 && condition.IsLocked, "what was waited for does not hold");
        }

        async Coroutine Bring(int after)
        {
            await Sim.Sleep(after);
            using SimReleaser held = await condition.Hold();
            stock++;
            condition.Notify();
        }
    }

    /// <summary>Who does not hold the lock can neither wait nor notify, and nobody is woken.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit)])]
    public async Coroutine Wait_LockNotHeld_IsRefused(Visit[] visits)
    {
        var crew = new Crew();
        foreach (Visit visit in visits)
        {
            crew.Start(Wait(visit, static waiter => Law.Holds(waiter.IsDue, "one was woken")));
        }

        await Sim.Sleep(Visit.Latest + 1);
        Assert.That(() => condition.Notify(), Throws.InvalidOperationException);
        Assert.That(condition.NotifyAll, Throws.InvalidOperationException);
        SimTask wait = Sim.CreateTask(condition.Wait(), eager: true);
        Law.Holds(wait is { IsDone: true, Exception: InvalidOperationException } && !condition.IsLocked, "a wait without the lock was not refused");
        await Sim.Sleep(1);
        waiting.ForEach(static waiter => waiter.IsDue = true);
        await NotifyAll();
        await crew.End();
    }

    private async Coroutine Wait(Visit visit, Action<Waiter> returns)
    {
        await Sim.Sleep(visit.Comes);
        using SimReleaser held = await condition.Hold();
        var waiter = new Waiter(Sim.CurrentTask!);
        waiting.Add(waiter);
        try
        {
            await condition.Wait();
            returned++;
            returns(waiter);
        }
        finally
        {
            waiting.Remove(waiter);
        }
    }

    // When all have come; then what is asked when all that was notified must have returned.
    private async Coroutine Notify(Notice[] notices, Action<int> notified, Action rests)
    {
        await Sim.Sleep(Visit.Latest + 1);
        for (int i = 0; i < notices.Length; i++)
        {
            using (await condition.Hold())
            {
                do
                {
                    notified(notices[i].Count);
                    condition.Notify(notices[i].Count);
                }
                while (!notices[i].Leaves && ++i < notices.Length);
            }

            await Sim.Sleep(1);
            rests();
        }
    }

    private async Coroutine NotifyAll()
    {
        using (await condition.Hold())
        {
            condition.NotifyAll();
        }

        await Sim.Sleep(1);
    }

    private sealed class Waiter(ISimTask task)
    {
        /// <summary>Whether it has been notified.</summary>
        public bool IsDue { get; set; }

        public bool IsCancelled => task.Cancelling > 0;
    }
}
