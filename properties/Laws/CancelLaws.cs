using SimAsync.FsCheck;

namespace SimAsync.Properties.Laws;

/// <summary>CPython's <c>cancel</c>, <c>uncancel</c> and <c>cancelling</c>.</summary>
[TestFixture]
public sealed class CancelLaws
{
    /// <summary>Requests are counted, and taken back one by one, to 0 and not below; together they strike once.</summary>
    [SimProperty(Runs = Law.Runs)]
    public async Coroutine Cancel_SeveralTimesAtOnce_IsCountedAndStrikesOnce(byte requests, byte takenBack)
    {
        int count = 1 + (requests % 4);
        int struck = 0;
        SimTask task = Sim.CreateTask(Body());
        await Sim.Sleep(5);
        for (int i = 0; i < count; i++)
        {
            Law.Holds(task.Cancel(), "it says that it was done");
            Law.Holds(task.Cancelling == i + 1, "it is not counted");
        }

        int left = count;
        for (int i = 0; i < takenBack % 7; i++)
        {
            left = Math.Max(0, left - 1);
            Law.Holds(task.Uncancel() == left && task.Cancelling == left, "it is not taken back, or below 0");
        }

        await Law.End([task]);
        Law.Holds(struck == 1, $"it has struck {struck} times");
        Law.Holds(!task.Cancel(), "it is done, and says that it is not");

        async Coroutine Body()
        {
            for (int i = 0; i < 3; i++)
            {
                try
                {
                    await Sim.Sleep(10);
                }
                catch (OperationCanceledException)
                {
                    struck++;
                }
            }
        }
    }

    /// <summary>A request that a task makes of itself strikes at its next suspension; taken back before, it does not.</summary>
    [SimProperty(Runs = Law.Runs)]
    public async Coroutine Uncancel_BeforeItStrikes_TakesItBack(bool takesBack, byte requests)
    {
        int count = 1 + (requests % 3);
        bool wasStruck = false;
        SimTask? self = null;
        self = Sim.CreateTask(Body());
        await Law.End([self]);
        Law.Holds(wasStruck == !takesBack, "it has struck, or it has not");
        Law.Holds(!self.IsCancelled, "it is cancelled");

        async Coroutine Body()
        {
            await Sim.Yield();
            for (int i = 0; i < count; i++)
            {
                self!.Cancel();
            }

            for (int i = 0; i < count && takesBack; i++)
            {
                self!.Uncancel();
            }

            try
            {
                await Sim.Sleep(1);
            }
            catch (OperationCanceledException)
            {
                wasStruck = true;
            }
        }
    }

    /// <summary>Cancelled before its first step, a task never begins.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine Cancel_BeforeItBegins_NeverBegins(Work[] works)
    {
        Job[] jobs = Job.Of(works);
        SimTask<int>[] tasks = [.. jobs.Select(static job => Sim.CreateTask(job.Do()))];
        foreach (SimTask<int> task in tasks)
        {
            task.Cancel();
        }

        await Law.End(tasks);
        Law.Holds(jobs.All(static job => job.BeganAt is null) && tasks.All(static task => task.IsCancelled), "one has begun");
    }

    /// <summary>A cancellation goes down what awaits what to the innermost, which it strikes at once, and comes up through all; each has it once.</summary>
    [SimProperty(Runs = Law.Runs)]
    public async Coroutine Cancel_OfAChain_StrikesTheInnermostAndComesUp(byte depth, byte tasks, byte after)
    {
        int levels = 1 + (depth % 6);
        int time = after % 20;
        var struck = new List<int>();
        var open = new SortedSet<int>();
        SimTask outer = Sim.CreateTask(Level(levels));
        await Sim.Sleep(time);
        bool isOpen = !outer.IsDone;
        int[] expected = [.. open];
        outer.Cancel();
        await Law.End([outer]);
        Law.Holds(outer.IsCancelled == isOpen, "it is cancelled, or it is not");
        Law.Holds(Sim.Now <= Law.Ms(time) || !isOpen, "it did not strike at once");
        Law.Holds(struck.SequenceEqual(expected), "it came another way");

        async Coroutine Level(int level)
        {
            open.Add(level);
            try
            {
                if (level == 0)
                {
                    await Sim.Sleep(15);
                }
                else if ((tasks >> level) % 2 == 0)
                {
                    await Level(level - 1);
                }
                else
                {
                    await Sim.CreateTask(Level(level - 1));
                }
            }
            catch (OperationCanceledException)
            {
                struck.Add(level);
                throw;
            }
            finally
            {
                open.Remove(level);
            }
        }
    }

    /// <summary>Work on a worker that is cancelled before its step never runs, and afterwards its result is dropped: who awaits it is cancelled either way.</summary>
    [SimProperty(Runs = Law.Runs)]
    public async Coroutine Cancel_OfAWorker_NeverRunsItLater(byte duration)
    {
        bool isCancelled = false;
        bool ranLate = false;
        SimTask<bool> task = Sim.CreateTask(Sim.ToThread(() => ranLate |= isCancelled, Law.Ms(duration % 10)));
        await Sim.Yield();
        bool took = task.Cancel();
        isCancelled = took;
        await Law.End([task]);
        await Sim.Sleep(20);
        Law.Holds(!ranLate, "it ran after it was cancelled");
        Law.Holds(task.IsCancelled == took, "it is cancelled, or it is not");
        Law.Holds(task.IsCancelled || task.Exception is null, "it failed");
    }
}
