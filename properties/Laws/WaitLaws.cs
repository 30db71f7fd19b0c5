using SimAsync.FsCheck;

namespace SimAsync.Properties.Laws;

/// <summary>CPython's <c>wait</c>.</summary>
[TestFixture]
public sealed class WaitLaws
{
    /// <summary>It ends when what it waits for has come or its time is over, throws nothing, cancels nothing, and tells exactly those that are done, in the order in which they were given.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine Wait_AnyCondition_EndsThenAndTellsWhoIsDone(Work[] works, Work first, ReturnWhen returnWhen, byte? timeout)
    {
        Job[] jobs = Job.Of([first, .. works]);
        SimTask<int>[] tasks = [.. jobs.Select(static job => Sim.CreateTask(job.Do()))];
        int[] ends = [.. jobs.Select(static job => job.Work.Milliseconds)];
        int all = ends.Max();
        int expected = returnWhen switch
        {
            ReturnWhen.FirstCompleted => ends.Min(),
            ReturnWhen.FirstException => jobs.Where(static job => job.Work.Ending == Ending.Error).Select(static job => job.Work.Milliseconds).Append(all).Min(),
            _ => all,
        };
        int? time = timeout % 30;

        WaitResult<SimTask<int>> result = await Sim.Wait(tasks, time is { } ms ? Law.Ms(ms) : null, returnWhen);

        Law.Holds(Sim.Now == Law.Ms(Math.Min(expected, time ?? int.MaxValue)), "it ended at another time");
        Law.Holds(result.Done.SequenceEqual(tasks.Where(static task => task.IsDone)), "others are done");
        Law.Holds(result.Pending.SequenceEqual(tasks.Where(static task => !task.IsDone)), "others are not done");
        await Law.End(tasks);
        Law.Holds(jobs.All(static job => !job.WasStruck), "one was cancelled");
    }

    /// <summary>Cancelled while it waits, it leaves what it waited for alone.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine Wait_Cancelled_LeavesWhatItWaitedFor(Work work, Work other)
    {
        Job[] jobs = Job.Of([work, other]);
        SimTask<int>[] tasks = [.. jobs.Select(static job => Sim.CreateTask(job.Do()))];
        SimTask waiter = Sim.CreateTask(Waiter());
        using (Sim.MayCancel(waiter))
        {
            await Law.End([waiter]);
        }

        await Law.End(tasks);
        Law.Holds(jobs.All(static job => !job.WasStruck && job.HasEnded), "one was cancelled");

        async Coroutine Waiter() => await Sim.Wait(tasks);
    }

    /// <summary>Every task that awaits a future gets its outcome, once.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine Await_ByMany_GivesEachTheOutcome(Work work, byte count)
    {
        var job = new Job(work, 7);
        SimTask<int> task = Sim.CreateTask(job.Do());
        int told = 0;
        SimTask[] waiters = [.. Enumerable.Range(0, 1 + (count % 5)).Select(_ => Sim.CreateTask(Waiter()))];
        await Law.End([.. waiters, task]);
        Law.Holds(told == waiters.Length, "one was not told, or twice");
        Law.Holds(!job.WasStruck, "it was cancelled");

        async Coroutine Waiter()
        {
            Ending how = Ending.Result;
            try
            {
                Law.Holds(await task == 7, "another result");
            }
            catch (WorkException)
            {
                how = Ending.Error;
            }
            catch (OperationCanceledException)
            {
                how = Ending.Cancelled;
            }

            told += how == work.Ending ? 1 : 100;
        }
    }
}
