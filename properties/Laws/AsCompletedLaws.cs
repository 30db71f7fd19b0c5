using SimAsync.FsCheck;

namespace SimAsync.Properties.Laws;

/// <summary>CPython's <c>as_completed</c>.</summary>
[TestFixture]
public sealed class AsCompletedLaws
{
    /// <summary>It gives each future once, done, in order of ending; those that have not ended at the deadline it does not give, and throws then.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine AsCompleted_AnyWork_GivesEachOnceInOrderOfEnding(Work[] works, byte? timeout)
    {
        Job[] jobs = Job.Of(works);
        SimTask<int>[] tasks = [.. jobs.Select(static job => Sim.CreateTask(job.Do()))];
        int? time = timeout % 30;
        var given = new List<SimFuture>();
        bool isOver = false;
        try
        {
            await foreach (SimFuture future in Sim.AsCompleted<int>(tasks, time is { } ms ? Law.Ms(ms) : null))
            {
                Law.Holds(future.IsDone, "it is not done");
                given.Add(future);
            }
        }
        catch (TimeoutException)
        {
            isOver = true;
        }

        // At the deadline's own instant either may be first.
        int last = works.Select(static work => work.Milliseconds).DefaultIfEmpty().Max();
        Law.Holds(isOver ? Sim.Now == Law.Ms(time!.Value) && last >= time : given.Count == tasks.Length && Sim.Now == Law.Ms(last), "it ended otherwise");
        Law.Holds(given.Distinct().Count() == given.Count && given.All(tasks.Contains), "one came twice");
        TimeSpan[] ends = [.. given.Select(future => jobs[Array.IndexOf(tasks, future)].EndedAt!.Value)];
        Law.Holds(ends.SequenceEqual(ends.Order()), "one came before another that ended first");
        Law.Holds(!isOver || jobs.All(job => job.Work.Milliseconds >= time || given.Contains(tasks[job.Number])), "one had ended and did not come");
        await Law.End(tasks);
        Law.Holds(jobs.All(static job => !job.WasStruck), "one was cancelled");
    }
}
