namespace SimAsync.Properties.Laws;

/// <summary>Some who come to a lock of some kind, stay and leave; and what can be said of them at each moment.</summary>
/// <param name="gate">What they acquire.</param>
/// <param name="places">How many it lets in.</param>
/// <param name="entered">Asked of each at the moment in which it has acquired, and is inside.</param>
internal sealed class Visitors(ISimLock gate, int places, Action<Visitor>? entered = null)
{
    private readonly List<Visitor> queue = [];
    private int come;

    /// <summary>How many hold it.</summary>
    public int Inside { get; private set; }

    /// <summary>Those who have come and are not inside, in order of coming.</summary>
    public IReadOnlyList<Visitor> Queue => queue;

    /// <summary>Since when there has been room inside.</summary>
    public TimeSpan RoomSince { get; private set; }

    /// <summary>Those who came before another, still wait, and have not been cancelled.</summary>
    public IEnumerable<Visitor> Before(Visitor visitor) => queue.Where(other => other.Number < visitor.Number && !other.IsCancelled);

    /// <summary>All come, and have left.</summary>
    public async Coroutine All(IEnumerable<Visit> visits)
    {
        var crew = new Crew();
        foreach (Visit visit in visits)
        {
            crew.Start(One(visit), visit.MayBeCancelled ? 1 : 0);
        }

        await crew.End();
    }

    /// <summary>All come and see whether they can acquire it without suspending, which is so if there is room and nobody waits; those who were cancelled do not count, unless the room had been left to them already.</summary>
    public async Coroutine AllTry(IEnumerable<Visit> visits)
    {
        var crew = new Crew();
        foreach (Visit visit in visits)
        {
            crew.Start(Try(visit));
        }

        await crew.End();
    }

    private async Coroutine Try(Visit visit)
    {
        await Sim.Sleep(visit.Comes);
        bool mustWait = Inside == places || queue.Exists(static one => !one.IsCancelled);
        bool mayWait = mustWait || queue.Count > 0;
        SimTask acquiring = Sim.CreateTask(gate.Acquire(), eager: true);
        Law.Holds(!(mustWait && acquiring.IsDone), "it did not suspend");
        Law.Holds(mayWait || acquiring.IsDone, "it suspended");
        if (acquiring.IsDone)
        {
            gate.Release();
        }
        else
        {
            acquiring.Cancel();
        }

        await Sim.Wait([acquiring]);
    }

    private async Coroutine One(Visit visit)
    {
        await Sim.Sleep(visit.Comes);
        var visitor = new Visitor(come++, Sim.CurrentTask!, Sim.Now);
        queue.Add(visitor);
        try
        {
            await gate.Acquire();
        }
        finally
        {
            queue.Remove(visitor);
        }

        Inside++;
        try
        {
            entered?.Invoke(visitor);
            await Sim.Sleep(visit.Stays);
        }
        finally
        {
            if (Inside-- == places)
            {
                RoomSince = Sim.Now;
            }

            gate.Release();
        }
    }
}
