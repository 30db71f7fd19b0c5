using SimAsync.FsCheck;

namespace SimAsync.Properties.Laws;

/// <summary>Virtual time.</summary>
[TestFixture]
public sealed class VirtualTimeLaws
{
    /// <summary>A sleep ends exactly when it should, and time never goes back.</summary>
    [SimProperty(Runs = Law.Runs, Arbitrary = [typeof(Work)])]
    public async Coroutine Sleep_AnyDelays_EndsExactlyThen(Work[] works)
    {
        TimeSpan last = TimeSpan.Zero;
        await Sim.Gather(works.Select(Sleep));

        async Coroutine Sleep(Work work)
        {
            TimeSpan begun = Sim.Now;
            await Sim.Sleep(work.Milliseconds);
            Law.Holds(Sim.Now == begun + Law.Ms(work.Milliseconds), "a sleep took another time");
            Law.Holds(Sim.Now >= last, "time has gone back");
            last = Sim.Now;
        }
    }
}
