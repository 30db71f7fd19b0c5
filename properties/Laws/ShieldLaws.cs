using SimAsync.FsCheck;

namespace SimAsync.Properties.Laws;

/// <summary>CPython's <c>shield</c>.</summary>
[TestFixture]
public sealed class ShieldLaws
{
    /// <summary>A cancellation of who awaits it ends the wait at once, and never reaches what is shielded, which ends as it would have.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine Shield_Cancelled_LeavesWhatItShields(Work work, byte after)
    {
        var job = new Job(work, 7);
        SimTask<int> inner = Sim.CreateTask(job.Do());
        SimFuture<int> outer = Sim.Shield(inner);
        int time = after % 25;
        await Sim.Sleep(time);
        bool wasDone = outer.IsDone;

        bool took = outer.Cancel();

        Law.Holds(took == !wasDone, "it says something else");
        Law.Holds(wasDone || outer.IsCancelled, "it was not cancelled at once");
        await Law.End([inner, outer]);
        Law.Holds(!job.WasStruck && job.EndedAt == Law.Ms(work.Milliseconds), "the cancellation came through");
    }

    /// <summary>Not cancelled, it ends as what it shields, and then.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine Shield_Awaited_EndsAsWhatItShields(Work work)
    {
        Ending how = Ending.Result;
        try
        {
            Law.Holds(await Sim.Shield(new Job(work, 7).Do()) == 7, "another result");
        }
        catch (WorkException e)
        {
            how = e.Number == 7 ? Ending.Error : throw new LawException("another error");
        }
        catch (OperationCanceledException)
        {
            how = Ending.Cancelled;
        }

        Law.Holds(how == work.Ending && Sim.Now == Law.Ms(work.Milliseconds), "it ended otherwise");
    }
}
