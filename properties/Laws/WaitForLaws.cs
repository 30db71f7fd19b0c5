using SimAsync.FsCheck;

namespace SimAsync.Properties.Laws;

/// <summary>CPython's <c>wait_for</c>, of 3.12 and later.</summary>
[TestFixture]
public sealed class WaitForLaws
{
    /// <summary>What ends in time gives its outcome, then. What does not is cancelled at the deadline, and its end is awaited: a result or failure that it has all the same is kept, otherwise the time is over.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine WaitFor_AnyDeadline_GivesTheOutcomeOrIsOver(Work work, byte deadline, bool asTask)
    {
        int time = 1 + (deadline % 25);
        var job = new Job(work, 7);
        SimTask<int>? task = asTask ? Sim.CreateTask(job.Do()) : null;
        string outcome;
        try
        {
            int result = task is null ? await Sim.WaitFor(job.Do(), Law.Ms(time)) : await Sim.WaitFor(task, Law.Ms(time));
            outcome = result == 7 ? "result" : "another result";
        }
        catch (TimeoutException)
        {
            outcome = "over";
        }
        catch (WorkException)
        {
            outcome = "error";
        }
        catch (OperationCanceledException)
        {
            outcome = "cancelled";
        }

        string own = work.Ending switch { Ending.Error => "error", Ending.Cancelled => "cancelled", _ => "result" };
        string late = work.IsStubborn && work.Ending != Ending.Cancelled ? own : "over";
        Law.Holds(job.HasEnded, "it goes on");
        Law.Holds((work.Milliseconds <= time && outcome == own && !job.WasStruck && job.EndedAt == Law.Ms(work.Milliseconds))
            || (work.Milliseconds >= time && outcome == late && job.WasStruck && job.EndedAt == Law.Ms(time + (work.IsStubborn ? Job.StubbornMilliseconds : 0)))
            || (work.Milliseconds == time && outcome == "over" && !job.WasStruck), $"it is {outcome}"); // It had ended, but who waits had not had its turn: as in CPython, what came is lost.
        Law.Holds(Sim.Now == job.EndedAt, "it came at another time");
        Law.Holds(Sim.CurrentTask!.Cancelling == 0, "a cancellation is left");
    }

    /// <summary>Without time, what has not begun never does, and what has begun is cancelled and awaited.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine WaitFor_NoTime_CancelsAndAwaitsTheEnd(Work work, bool hasBegun)
    {
        var job = new Job(work with { Milliseconds = 50 }, 7);
        SimTask<int> task = Sim.CreateTask(job.Do());
        if (hasBegun)
        {
            await Sim.Sleep(1);
        }

        bool began = job.BeganAt is not null;
        bool isOver = false;
        try
        {
            await Sim.WaitFor(task, TimeSpan.Zero);
        }
        catch (TimeoutException)
        {
            isOver = true;
        }
        catch (WorkException)
        {
        }

        Law.Holds(task.IsDone, "it goes on");
        Law.Holds(began == (job.BeganAt is not null), "it was begun to be cancelled");
        Law.Holds(isOver == !(began && work.IsStubborn && work.Ending != Ending.Cancelled), "its outcome is another");
    }

    /// <summary>Who waits is cancelled: so is what it waits for, and it does not end before that has.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine WaitFor_Cancelled_EndsAfterWhatItWaitedFor(Work work, bool asTask)
    {
        var job = new Job(work, 7);
        SimTask waiter = Sim.CreateTask(Waiter());
        using (Sim.MayCancel(waiter))
        {
            await Law.End([waiter]);
        }

        Law.Holds(!job.GoesOn, "it goes on");

        async Coroutine Waiter()
        {
            using (Sim.Scope("wait for"))
            {
                if (asTask)
                {
                    await Sim.WaitFor(Sim.CreateTask(job.Do()), Law.Ms(15));
                }
                else
                {
                    await Sim.WaitFor(job.Do(), Law.Ms(15));
                }
            }
        }
    }
}
