namespace SimAsync.Bench.Bare;

/// <summary>What <see cref="BareTimers{THeap}"/> needs of a heap. Equal instants come in any order.</summary>
internal interface IBareHeap
{
    void Push(long instant, BareTask task);

    bool TryPop(out BareTask task, out long instant);
}

/// <summary>The textbook's binary heap in one array.</summary>
internal struct BinaryHeap() : IBareHeap
{
    private Entry[] entries = new Entry[16];
    private int count;

    public void Push(long instant, BareTask task)
    {
        if (count == entries.Length)
        {
            Array.Resize(ref entries, count * 2);
        }

        Entry[] all = entries;
        int at = count++;
        while (at > 0)
        {
            int parent = (at - 1) >> 1;
            if (all[parent].Instant <= instant)
            {
                break;
            }

            all[at] = all[parent];
            at = parent;
        }

        all[at] = new Entry { Instant = instant, Task = task };
    }

    public bool TryPop(out BareTask task, out long instant)
    {
        if (count == 0)
        {
            (task, instant) = (null!, 0);
            return false;
        }

        Entry[] all = entries;
        (task, instant) = (all[0].Task, all[0].Instant);
        Entry last = all[--count];
        int at = 0;
        for (int child = 1; child < count; child = (at * 2) + 1)
        {
            if (child + 1 < count && all[child + 1].Instant < all[child].Instant)
            {
                child++;
            }

            if (last.Instant <= all[child].Instant)
            {
                break;
            }

            all[at] = all[child];
            at = child;
        }

        all[at] = last;
        return true;
    }

    private struct Entry
    {
        public long Instant;
        public BareTask Task;
    }
}

/// <summary>The framework's heap.</summary>
internal struct FrameworkHeap() : IBareHeap
{
    private readonly PriorityQueue<BareTask, long> queue = new();

    public readonly void Push(long instant, BareTask task) => queue.Enqueue(task, instant);

    public readonly bool TryPop(out BareTask task, out long instant) => queue.TryDequeue(out task!, out instant);
}
