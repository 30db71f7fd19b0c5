using SimAsync.FsCheck;

namespace SimAsync.Properties.Laws;

/// <summary>Semaphores, bounded or not.</summary>
[TestFixture]
public sealed class SemaphoreLaws
{
    /// <summary>There are never more holders than permits; those who hold and those that are free are never more than there were at first.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Few)])]
    public async Coroutine Acquire_AnyVisits_HasNoMoreHoldersThanPermits(Few permits, bool isBounded, Visit[] visits)
    {
        SimSemaphore gate = Make(permits, isBounded);
        var visitors = new Visitors(gate, permits.Count);
        using IDisposable enough = Sim.Always("no permit is there twice", () => visitors.Inside + gate.Value <= permits.Count);
        await visitors.All(visits);
    }

    /// <summary>
    /// Who comes first has a permit first: when one goes in, there is a permit for each who came before it, still waits and was not cancelled. (Several who have theirs may go on in any order.)
    /// </summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Few)])]
    public async Coroutine Acquire_AnyVisits_GivesPermitsInTheOrderOfComing(Few permits, bool isBounded, Visit[] visits)
    {
        Visitors visitors = null!;
        visitors = new Visitors(Make(permits, isBounded), permits.Count, one => Law.Holds(visitors.Inside + visitors.Before(one).Count() <= permits.Count, "one was overtaken"));
        await visitors.All(visits);
    }

    /// <summary>No permit lies idle while one waits: one goes in when it comes, or when there is room.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Few)])]
    public async Coroutine Acquire_AnyVisits_WaitsOnlyWhileNoPermitIsFree(Few permits, bool isBounded, Visit[] visits)
    {
        Visitors visitors = null!;
        visitors = new Visitors(
            Make(permits, isBounded), permits.Count, one => Law.Holds(Sim.Now == (one.CameAt > visitors.RoomSince ? one.CameAt : visitors.RoomSince), "a permit was free, and one waited"));
        await visitors.All(visits);
    }

    /// <summary>Acquiring suspends if no permit is free or another waits, and only then; one that was cancelled does not count, unless the permit had been left to it already.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Few)])]
    public async Coroutine Acquire_AnyVisits_SuspendsIffOthersAreBefore(Few permits, bool isBounded, Visit[] visits, Visit[] others)
    {
        var visitors = new Visitors(Make(permits, isBounded), permits.Count);
        await Sim.Gather(visitors.All(visits), visitors.AllTry(others));
    }

    /// <summary>Permits are conserved, whoever is cancelled, wherever: when all have ended, all are free, so many can be acquired without suspending, and no more.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Few)])]
    public async Coroutine Acquire_CancelledAnywhere_ConservesPermits(Few permits, bool isBounded, Visit[] visits)
    {
        SimSemaphore gate = Make(permits, isBounded);
        await new Visitors(gate, permits.Count).All(visits.Select(static visit => visit with { MayBeCancelled = true }));
        for (int free = permits.Count; free > 0; free--)
        {
            Law.Holds(gate.Value == free && !gate.IsLocked, "a permit was lost or made");
            Law.Holds(Sim.CreateTask(gate.Acquire(), eager: true).IsDone, "acquiring one that is free suspends");
        }

        Law.Holds(gate.Value == 0 && gate.IsLocked, "there is one permit more");
        SimTask late = Sim.CreateTask(gate.Acquire(), eager: true);
        Law.Holds(!late.IsDone, "acquiring one that is not free does not suspend");
        gate.Release();
        await late;
    }

    /// <summary>A semaphore without permits lets through exactly as many as there are releases.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit)])]
    public async Coroutine Release_OfOneWithoutPermits_LetsAsManyThrough(Visit[] visits, Visit[] releases)
    {
        var gate = new SimSemaphore(0);
        int released = 0;
        int through = 0;
        var crew = new Crew();
        foreach (Visit visit in visits)
        {
            crew.Start(Come(visit));
        }

        foreach (Visit release in releases)
        {
            crew.Start(Release(release.Comes));
        }

        using IDisposable enough = Sim.Always("none goes through without a release", () => through <= released);
        await Sim.Sleep(Visit.Latest + 1);
        Law.Holds(through == Math.Min(visits.Length, releases.Length), "not as many went through as might");
        Law.Holds(gate.Value == released - through, "a release was lost");
        for (int more = visits.Length - through; more > 0; more--)
        {
            await Release(0);
        }

        await crew.End();

        async Coroutine Come(Visit visit)
        {
            await Sim.Sleep(visit.Comes);
            await gate.Acquire();
            through++;
        }

        async Coroutine Release(int after)
        {
            await Sim.Sleep(after);
            released++;
            gate.Release();
        }
    }

    /// <summary>A bounded one refuses to have more permits than at first, and changes nothing; another has one more.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Few)])]
    public async Coroutine Release_AllFree_IsRefusedIffBounded(Few permits, bool isBounded, Visit[] visits)
    {
        SimSemaphore gate = Make(permits, isBounded);
        await new Visitors(gate, permits.Count).All(visits);
        Assert.That(gate.Release, isBounded ? Throws.TypeOf<SemaphoreFullException>() : Throws.Nothing);
        Law.Holds(gate.Value == permits.Count + (isBounded ? 0 : 1), "there is another number of permits");
    }

    private static SimSemaphore Make(Few permits, bool isBounded) => isBounded ? new SimBoundedSemaphore(permits.Count) : new SimSemaphore(permits.Count);
}
