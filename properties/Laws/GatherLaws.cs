using SimAsync.FsCheck;

namespace SimAsync.Properties.Laws;

/// <summary>CPython's <c>gather</c>.</summary>
[TestFixture]
public sealed class GatherLaws
{
    /// <summary>The results stand in the order of the operands, whichever ends first, and are there when the last has ended.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine Gather_AllEndWell_GivesResultsInTheOrderOfItsOperands(Work[] works)
    {
        Job[] jobs = Job.Of(works.Select(static work => work with { Ending = Ending.Result }));

        int[] results = await Sim.Gather(jobs.Select(static job => job.Do()));

        Law.Holds(results.SequenceEqual(jobs.Select(static job => job.Number)), "a result is at another place");
        Law.Holds(Sim.Now == Law.Ms(works.Select(static work => work.Milliseconds).DefaultIfEmpty().Max()), "it came at another time");
    }

    /// <summary>The first that fails or is cancelled ends it, at that time and in that way; the others go on to their own ends.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine Gather_SomeFail_EndsWithTheFirstAndLeavesTheOthers(Work[] works)
    {
        Job[] jobs = Job.Of(works);
        SimTask<int>[] tasks = [.. jobs.Select(static job => Sim.CreateTask(job.Do()))];
        Work[] failing = [.. works.Where(static work => work.Ending != Ending.Result)];
        TimeSpan first = Law.Ms(failing.Select(static work => work.Milliseconds).DefaultIfEmpty().Min());
        try
        {
            await Sim.Gather(tasks);
            Law.Holds(failing.Length == 0, "one has failed, and nobody was told");
        }
        catch (WorkException e)
        {
            Law.Holds(Sim.Now == first && jobs[e.Number] is { Work.Ending: Ending.Error } job && job.EndedAt == first, "another has failed first");
        }
        catch (OperationCanceledException)
        {
            Law.Holds(Sim.Now == first && jobs.Any(job => job.Work.Ending == Ending.Cancelled && job.EndedAt == first), "none was cancelled first");
        }

        await Law.End(tasks);
        Law.Holds(jobs.All(static job => job.HasEnded && !job.WasStruck), "one was cancelled");
    }

    /// <summary>With exceptions among the results, each stands at its operand's place, and all have ended.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine GatherWithExceptions_SomeFail_GivesEachItsPlace(Work[] works)
    {
        Job[] jobs = Job.Of(works);

        object?[] results = await Sim.GatherWithExceptions([.. jobs.Select(static job => (Awaitable)job.Do())]);

        Law.Holds(results.Length == jobs.Length && jobs.Zip(results).All(static pair => pair.First.HasEnded && pair.First.Work.Ending switch
        {
            Ending.Error => pair.Second is WorkException e && e.Number == pair.First.Number,
            Ending.Cancelled => pair.Second is OperationCanceledException,
            _ => pair.Second is int number && number == pair.First.Number,
        }), "a result is not that of its operand");
    }

    /// <summary>Cancelling it cancels every child that has not ended, and says whether there was one.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine Cancel_AtAnyTime_CancelsEachChildThatHasNotEnded(Work[] works, byte after)
    {
        Job[] jobs = Job.Of(works);
        SimTask<int>[] tasks = [.. jobs.Select(static job => Sim.CreateTask(job.Do()))];
        SimFuture<int[]> gather = Sim.Gather(tasks);
        await Sim.Sleep(after % 25);
        bool wasDone = gather.IsDone;
        SimTask<int>[] open = [.. tasks.Where(static task => !task.IsDone)];
        Job[] going = [.. jobs.Where(static job => !job.HasEnded)];

        bool took = gather.Cancel();

        Law.Holds(took == (!wasDone && open.Length > 0), "it says something else");
        await Law.End([.. tasks, gather]);
        Law.Holds(wasDone || going.All(static job => job.WasStruck || job.BeganAt is null), "a child was not cancelled");
        Law.Holds(!wasDone || jobs.All(static job => !job.WasStruck), "it was done, and cancels nevertheless");
    }

    /// <summary>One with exceptions among its results that was cancelled ends cancelled, whatever its children made of it, and not before all have ended.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine Cancel_OfOneWithExceptions_EndsCancelledWhenAllHaveEnded(Work[] works, byte after)
    {
        Job[] jobs = Job.Of(works);
        SimFuture<object?[]> gather = Sim.GatherWithExceptions([.. jobs.Select(static job => (Awaitable)job.Do())]);
        await Sim.Sleep(after % 25);
        bool took = gather.Cancel();
        try
        {
            await gather;
            Law.Holds(!took, "its cancellation was lost");
        }
        catch (OperationCanceledException)
        {
            Law.Holds(took, "nobody has cancelled it");
        }

        Law.Holds(jobs.All(static job => !job.GoesOn), "a child goes on");
    }

    /// <summary>Of operands that are the same, each place gets the one result, and the work is done once.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine Gather_TheSameTwice_WorksOnce(Work work, bool asTask, byte others)
    {
        var job = new Job(work with { Ending = Ending.Result }, 7);
        Coroutine<int> coroutine = job.Do();
        Awaitable same = asTask ? Sim.CreateTask(coroutine) : coroutine;
        Awaitable[] all = [same, .. Enumerable.Range(0, others % 3).Select(static number => (Awaitable)Sim.Sleep(Law.Ms(5), number)), same, same];

        object?[] results = await Sim.Gather(all);

        Law.Holds(results.Length == all.Length && results[0] is 7 && results[^1] is 7 && results[^2] is 7, "a place has not got it");
    }

    /// <summary>One of nothing is done at once, with nothing.</summary>
    [SimProperty(Runs = 1, MaxTest = 1)]
    public async Coroutine Gather_OfNothing_IsDone()
    {
        SimFuture<int[]> gather = Sim.Gather(Array.Empty<SimFuture<int>>());
        Law.Holds(gather.IsDone, "it is not done");
        Law.Holds((await gather).Length == 0, "it has results");
    }
}
