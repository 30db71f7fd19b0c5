using SimAsync.FsCheck;

namespace SimAsync.Properties.Laws;

/// <summary>CPython's <c>TaskGroup</c>.</summary>
[TestFixture]
public sealed class TaskGroupLaws
{
    /// <summary>None of its tasks outlives it; the first that fails cancels the others and the body, and every failure is in what it throws, in order of ending, the body's last.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine Run_AnyWork_EndsAllAndTellsEveryFailure(Work[] works, Work body)
    {
        Job[] jobs = Job.Of(works);
        var own = new Job(body, 1000);
        SimTask<int>[] tasks = [];
        IReadOnlyList<Exception> told = [];
        bool wasCancelled = false;
        try
        {
            await TaskGroup.Run(async Coroutine (group) =>
            {
                tasks = [.. jobs.Select(job => group.CreateTask(job.Do()))];
                await own.Do();
            });
        }
        catch (AggregateException e)
        {
            told = e.InnerExceptions;
        }
        catch (OperationCanceledException)
        {
            wasCancelled = true;
        }

        Law.Holds(jobs.All(static job => !job.GoesOn) && own.HasEnded && tasks.All(static task => task.IsDone), "a task outlives it");
        Job[] failed = [.. jobs.Where(job => tasks[job.Number] is { IsCancelled: false } && job.Work.Ending == Ending.Error)];
        bool bodyFailed = body.Ending == Ending.Error && (!own.WasStruck || body.IsStubborn);
        Law.Holds(told.All(static e => e is WorkException), "something else is told");
        int[] numbers = [.. told.Select(static e => ((WorkException)e).Number)];
        Law.Holds(numbers.Order().SequenceEqual(failed.Select(static job => job.Number).Concat(bodyFailed ? [1000] : []).Order()), "a failure is not told, or one that was none");
        Law.Holds(!numbers.Contains(1000) || numbers[^1] == 1000, "the body's own is not the last");
        TimeSpan[] ends = [.. numbers.Where(static number => number < 1000).Select(number => jobs[number].EndedAt!.Value)];
        Law.Holds(ends.SequenceEqual(ends.Order()), "they are not in order of ending");
        Law.Holds(wasCancelled == (numbers.Length == 0 && body.Ending == Ending.Cancelled), "it ended otherwise");

        // What failed first has cancelled all that had not ended.
        bool fails = numbers.Length > 0 || wasCancelled;
        TimeSpan first = jobs.Append(own).Where(job => numbers.Contains(job.Number) || (wasCancelled && job == own)).Select(static job => job.EndedAt!.Value).DefaultIfEmpty(TimeSpan.MaxValue).Min();
        Law.Holds(jobs.Append(own).All(job => job.WasStruck || job.BeganAt is null || job.EndedAt <= first), "one was not cancelled");
        Law.Holds(fails || jobs.Append(own).All(static job => !job.WasStruck), "one was cancelled, though none has failed");
        Law.Holds(Sim.CurrentTask!.Cancelling == 0, "a cancellation is left");
        await Sim.Sleep(1);
    }

    /// <summary>Cancelled from outside, it cancels its tasks, awaits their ends, and passes the cancellation on, or has it strike again after the failures that it tells.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine Run_CancelledFromOutside_LosesNoCancellation(Work[] works)
    {
        Job[] jobs = Job.Of(works);
        SimTask parent = Sim.CreateTask(Parent());
        using (Sim.MayCancel(parent))
        {
            await Law.End([parent]);
        }

        Law.Holds(parent.IsCancelled || parent.Cancelling == 0, "a cancellation was lost");

        async Coroutine Parent()
        {
            var go = new SimEvent("go");
            using (Sim.Scope("group"))
            {
                try
                {
                    await TaskGroup.Run(async Coroutine (group) =>
                    {
                        foreach (Job job in jobs)
                        {
                            _ = group.CreateTask(Do(job));
                        }

                        await Sim.Sleep(15);
                        go.Set();
                    });
                }
                catch (AggregateException)
                {
                }
            }

            await Sim.Sleep(1);

            async Coroutine Do(Job job)
            {
                // Without a cancellation it goes on for ever if the body was cancelled.
                await go.Wait();
                await job.Do();
            }
        }
    }

    /// <summary>One that has ended takes no more tasks.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine CreateTask_AfterItsEnd_IsRefused(Work[] works)
    {
        TaskGroup? ended = null;
        await TaskGroup.Run(async Coroutine (group) =>
        {
            ended = group;
            foreach (Job job in Job.Of(works.Select(static work => work with { Ending = Ending.Result })))
            {
                _ = group.CreateTask(job.Do());
            }

            await Sim.Yield();
        });
        var late = new Job(new Work(0, Ending.Result, false), 0);
        try
        {
            _ = ended!.CreateTask(late.Do());
            throw new LawException("it took another");
        }
        catch (InvalidOperationException)
        {
            await Sim.Sleep(1);
            Law.Holds(late.BeganAt is null, "it was begun nevertheless");
        }
    }
}
