namespace SimAsync.Properties.Laws;

/// <summary>Some who put items into a queue and some who take them out, and what is in it at each moment.</summary>
/// <param name="kind">In which order the queue gives its items.</param>
/// <param name="maxSize">How many it holds; 0 for no bound.</param>
internal sealed class Traffic(QueueKind kind, int maxSize)
{
    private readonly List<int> items = [];
    private int last;

    public SimQueue<int> Queue { get; } = kind.Make(maxSize);

    public Crew Crew { get; } = new();

    /// <summary>What is in it, in the order in which it was put in.</summary>
    public IReadOnlyList<int> Items => items;

    /// <summary>How many items were put in.</summary>
    public int Put { get; private set; }

    /// <summary>How many items were taken out.</summary>
    public int Taken { get; private set; }

    /// <summary>How many wait for an item.</summary>
    public int Getting { get; private set; }

    /// <summary>How many wait for room.</summary>
    public int Putting { get; private set; }

    /// <summary>Since when there has been an item.</summary>
    public TimeSpan ItemsSince { get; private set; }

    /// <summary>Since when there has been room.</summary>
    public TimeSpan RoomSince { get; private set; }

    /// <summary>When it was shut down; null if it was not.</summary>
    public TimeSpan? DownAt { get; private set; }

    private bool IsFull => maxSize > 0 && items.Count >= maxSize;

    /// <summary>Each visit to put is two items, and each to take takes two.</summary>
    public void Start(IEnumerable<Visit> puts, IEnumerable<Visit> gets)
    {
        foreach (Visit visit in puts)
        {
            Crew.Start(Twice(visit, PutOne), visit.MayBeCancelled ? 1 : 0);
        }

        foreach (Visit visit in gets)
        {
            Crew.Start(Twice(visit, GetOne), visit.MayBeCancelled ? 1 : 0);
        }
    }

    /// <summary>When all have done what they could, takes out what is left, and puts in what is waited for.</summary>
    public async Coroutine End()
    {
        await Sim.Sleep((2 * Visit.Latest) + 1);
        Crew.Spare();
        await Sim.Sleep(1);
        for (int moment = 0; !Crew.IsOver; moment++)
        {
            Law.Holds(moment < 200, "one waits for ever");
            if (Putting > 0 && items.Count > 0)
            {
                NoteGet(Queue.GetNow());
            }
            else if (Getting > 0 && !IsFull)
            {
                int item = NextItem();
                Queue.PutNow(item);
                NotePut(item);
            }

            await Sim.Sleep(1);
        }

        await Crew.End();
        while (items.Count > 0)
        {
            NoteGet(Queue.GetNow());
        }

        Law.Holds(Queue.IsEmpty, "there is an item that nobody put in");
    }

    /// <summary>Shuts it down.</summary>
    public void Shutdown(bool immediate)
    {
        DownAt = Sim.Now;
        if (immediate)
        {
            items.Clear();
        }

        Queue.Shutdown(immediate);
    }

    /// <summary>An item that nobody has put in yet.</summary>
    public int NextItem() => ++last;

    /// <summary>An item was put in.</summary>
    public void NotePut(int item)
    {
        Law.Holds(DownAt is null, "an item was put in after it was shut down");
        Law.Holds(!IsFull, "an item was put in, and there was no room");
        if (items.Count == 0)
        {
            ItemsSince = Sim.Now;
        }

        items.Add(item);
        Put++;
    }

    /// <summary>An item was taken out.</summary>
    public void NoteGet(int item)
    {
        Law.Holds(kind.MayBeNext(items, item), "it is not this item's turn");
        if (IsFull)
        {
            RoomSince = Sim.Now;
        }

        items.Remove(item);
        Taken++;
    }

    private static async Coroutine Twice(Visit visit, Func<Coroutine> act)
    {
        await Sim.Sleep(visit.Comes);
        await act();
        await Sim.Sleep(visit.Stays);
        await act();
    }

    private async Coroutine PutOne()
    {
        TimeSpan cameAt = Sim.Now;
        bool wasDown = DownAt is not null;
        int item = NextItem();
        Putting++;
        try
        {
            await Queue.Put(item);
            Law.Holds(Sim.Now == (cameAt > RoomSince ? cameAt : RoomSince), "there was room, and one waited to put an item in");
            NotePut(item);
        }
        catch (QueueShutDownException)
        {
            Law.Holds(DownAt is not null && Sim.Now == (wasDown ? cameAt : DownAt), "a put was refused before or after it was shut down");
        }
        finally
        {
            Putting--;
        }
    }

    private async Coroutine GetOne()
    {
        TimeSpan cameAt = Sim.Now;
        bool wasDown = DownAt is not null;
        Getting++;
        try
        {
            int item = await Queue.Get();
            Law.Holds(Sim.Now == (cameAt > ItemsSince ? cameAt : ItemsSince), "there was an item, and one waited for it");
            NoteGet(item);
        }
        catch (QueueShutDownException)
        {
            Law.Holds(DownAt is not null && Sim.Now == (wasDown ? cameAt : DownAt), "a get was refused before or after it was shut down");
            Law.Holds(items.Count == 0, "a get was refused, and there was an item");
        }
        finally
        {
            Getting--;
        }
    }
}
