using SimAsync.FsCheck;

namespace SimAsync.Properties.Laws;

/// <summary>Locks.</summary>
[TestFixture]
public sealed class LockLaws
{
    private readonly SimLock gate = new();

    /// <summary>A lock is held by one task at a time, and says that it is held.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit)])]
    public async Coroutine Acquire_AnyVisits_IsHeldByOneAtATime(Visit[] visits)
    {
        var visitors = new Visitors(gate, 1);
        using IDisposable alone = Sim.Always("one holds it at most, and it says whether one does", () => visitors.Inside == (gate.IsLocked ? 1 : 0));
        await visitors.All(visits);
    }

    /// <summary>Who comes first is served first: nobody overtakes one who waits and was not cancelled.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit)])]
    public async Coroutine Acquire_AnyVisits_ServesInTheOrderOfComing(Visit[] visits)
    {
        Visitors visitors = null!;
        visitors = new Visitors(gate, 1, one => Law.Holds(!visitors.Before(one).Any(), "one was overtaken"));
        await visitors.All(visits);
    }

    /// <summary>A lock is not free while one waits: it is acquired when one comes, or when the one before leaves.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit)])]
    public async Coroutine Acquire_AnyVisits_WaitsOnlyWhileItIsHeld(Visit[] visits)
    {
        Visitors visitors = null!;
        visitors = new Visitors(gate, 1, one => Law.Holds(Sim.Now == (one.CameAt > visitors.RoomSince ? one.CameAt : visitors.RoomSince), "it was free, and one waited"));
        await visitors.All(visits);
    }

    /// <summary>Whoever is cancelled, wherever: when all have ended, nothing is held, and the lock is acquired without suspending.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit)])]
    public async Coroutine Acquire_CancelledAnywhere_HoldsNothing(Visit[] visits)
    {
        await new Visitors(gate, 1).All(visits.Select(static visit => visit with { MayBeCancelled = true }));
        Law.Holds(!gate.IsLocked, "it is held");
        SimTask next = Sim.CreateTask(gate.Acquire(), eager: true);
        Law.Holds(next.IsDone && gate.IsLocked, "acquiring it suspends");
    }

    /// <summary>Acquiring suspends if it is held or another waits, and only then; one that was cancelled does not count, unless the lock had been left to it already.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit)])]
    public async Coroutine Acquire_AnyVisits_SuspendsIffOthersAreBefore(Visit[] visits, Visit[] others)
    {
        var visitors = new Visitors(gate, 1);
        await Sim.Gather(visitors.All(visits), visitors.AllTry(others));
    }

    /// <summary>A release is refused if the lock is not held, and changes nothing.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit)])]
    public async Coroutine Release_NotHeld_IsRefused(Visit[] visits)
    {
        Refused();
        await new Visitors(gate, 1).All(visits);
        Refused();

        void Refused()
        {
            Assert.That(gate.Release, Throws.InvalidOperationException);
            Law.Holds(!gate.IsLocked, "it is held");
        }
    }
}
