using SimAsync.FsCheck;

namespace SimAsync.Properties.Laws;

/// <summary>CPython's <c>timeout</c>.</summary>
[TestFixture]
public sealed class TimeoutLaws
{
    /// <summary>It expires exactly if the work takes longer than it allows, and ends with the work. What ends in spite of it keeps its result. Nothing of it is left.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine Timeout_AnyWork_ExpiresIfItTakesLonger(Work work, byte deadline)
    {
        int time = 1 + (deadline % 25);
        var job = new Job(work, 7);
        SimTimeout? timeout = null;
        string outcome = await Outcome(() => Sim.Timeout(Law.Ms(time), async Coroutine<int> (made) =>
        {
            timeout = made;
            return await job.Do();
        }));

        string own = work.Ending switch { Ending.Error => "error", Ending.Cancelled => "cancelled", _ => "7" };
        string late = work.IsStubborn && work.Ending != Ending.Cancelled ? own : "over";
        bool isExpired = timeout!.IsExpired;
        Law.Holds(isExpired ? work.Milliseconds >= time : work.Milliseconds <= time, "it should have expired, or should not");
        Law.Holds(outcome == (isExpired && job.WasStruck ? late : isExpired && own == "cancelled" ? "over" : own), $"it is {outcome}");
        Law.Holds(Sim.Now == job.EndedAt, "it ended at another time");
        Law.Holds(Sim.CurrentTask!.Cancelling == 0, "a cancellation is left");
        await Sim.Sleep(50); // A timer that was left would strike here.
    }

    /// <summary>Of two, one in the other, that strikes which is due first, and only that.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine Timeout_Nested_TheFirstStrikes(byte outer, byte inner, byte work)
    {
        (int outerTime, int innerTime, int time) = (1 + (outer % 20), 1 + (inner % 20), work % 20);
        bool innerIsOver = false;
        bool outerIsOver = false;
        try
        {
            await Sim.Timeout(Law.Ms(outerTime), async Coroutine () =>
            {
                try
                {
                    await Sim.Timeout(Law.Ms(innerTime), async Coroutine () => await Sim.Sleep(time));
                }
                catch (TimeoutException)
                {
                    innerIsOver = true;
                }
            });
        }
        catch (TimeoutException)
        {
            outerIsOver = true;
        }

        int first = Math.Min(outerTime, innerTime);
        Law.Holds(Sim.Now == Law.Ms(Math.Min(first, time)), "it ended at another time");
        Law.Holds(!innerIsOver || innerTime <= Math.Min(outerTime, time), "the inner one has struck too soon");
        Law.Holds(!outerIsOver || outerTime <= Math.Min(innerTime, time), "the outer one has struck too soon");
        Law.Holds(innerIsOver || outerIsOver || time <= first, "none has struck");
        Law.Holds(Sim.CurrentTask!.Cancelling == 0, "a cancellation is left");
        await Sim.Sleep(50);
    }

    /// <summary>Moved, it strikes at its new deadline and not at the old; without a deadline it does not strike.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine Reschedule_ToAnyDeadline_StrikesThen(byte first, byte moved, byte? second)
    {
        int at = first % 10;
        int old = at + 1 + (moved % 10);
        int? left = second % 20;
        bool isOver = false;
        try
        {
            await Sim.Timeout(Law.Ms(old), async Coroutine (timeout) =>
            {
                await Sim.Sleep(at);
                timeout.Reschedule(left is { } ms ? Sim.Now + Law.Ms(ms) : null);
                Law.Holds(timeout.When == (left is { } more ? Law.Ms(at + more) : null), "it has another deadline");
                await Sim.Sleep(100);
            });
        }
        catch (TimeoutException)
        {
            isOver = true;
        }

        Law.Holds(isOver == (left is not null), "it struck, or it did not");
        Law.Holds(Sim.Now == Law.Ms(at + (left ?? 100)), "it struck at another time");
    }

    /// <summary>A cancellation from outside is never taken for the timeout's own: who was cancelled ends so.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine Timeout_CancelledFromOutside_LosesNoCancellation(Work work, byte deadline)
    {
        SimTask task = Sim.CreateTask(Body());
        using (Sim.MayCancel(task))
        {
            await Law.End([task]);
        }

        Law.Holds(task.IsCancelled || task.Cancelling == 0, "a cancellation was lost");

        async Coroutine Body()
        {
            await Outcome(() => Sim.Timeout(Law.Ms(deadline % 25), async Coroutine<int> (_) => await new Job(work with { IsStubborn = false, Ending = Ending.Result }, 7).Do()), passCancellation: true);
            await Sim.Sleep(1);
        }
    }

    private static async Coroutine<string> Outcome(Func<Coroutine<int>> body, bool passCancellation = false)
    {
        try
        {
            return $"{await body()}";
        }
        catch (TimeoutException)
        {
            return "over";
        }
        catch (WorkException)
        {
            return "error";
        }
        catch (OperationCanceledException) when (!passCancellation)
        {
            return "cancelled";
        }
    }
}
