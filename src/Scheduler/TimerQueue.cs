using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimAsync.Scheduler;

/// <summary>
/// The armed timers, earliest first; equal instants in the order of arming. A heap of four children a node: half as deep
/// as the binary heap, and the four stand side by side in memory.
/// </summary>
/// <typeparam name="T">What a timer wakes.</typeparam>
/// <remarks>
/// A timer is disarmed by its owner forgetting its number; the entry stays until it comes up or until
/// <see cref="Purge"/>, as asyncio's cancelled handles do. The owner therefore compares numbers when one comes up.
/// </remarks>
public sealed class TimerQueue<T>
    where T : class
{
    private Entry[] heap = new Entry[4];
    private long armed;

    /// <summary>How many entries there are, disarmed ones included.</summary>
    public int Count { get; private set; }

    /// <summary>The earliest instant, in ticks. There must be an entry.</summary>
    public long NextInstant => heap[0].Instant;

    /// <summary>Whether there is an entry, armed or void, whose instant is not after <paramref name="now"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsDue(long now) => Count > 0 && heap[0].Instant <= now;

    /// <summary>Arms a timer.</summary>
    /// <param name="instant">When it is due, in ticks of 100 ns since the run began.</param>
    /// <param name="item">What it wakes.</param>
    /// <returns>The timer's number: from 1, greater with each arming, never used twice.</returns>
    public long Arm(long instant, T item)
    {
        if (Count == heap.Length)
        {
            Array.Resize(ref heap, Count * 2);
        }

        var entry = new Entry(instant, ++armed, item);
        SiftUp(Count++, entry);
        return armed;
    }

    /// <summary>Looks at the earliest entry.</summary>
    /// <returns>False if there is none.</returns>
    public bool TryPeek(out long instant, out long number, out T item)
    {
        if (Count == 0)
        {
            (instant, number, item) = (0, 0, null!);
            return false;
        }

        ref readonly Entry first = ref heap[0];
        (instant, number, item) = (first.Instant, first.Number, first.Item);
        return true;
    }

    /// <summary>Drops the earliest entry. There must be one.</summary>
    public void Pop()
    {
        Entry last = heap[--Count];
        heap[Count] = default;
        if (Count > 0)
        {
            SiftDown(0, last);
        }
    }

    /// <summary>Drops every entry that <paramref name="isArmed"/> denies, in time linear in <see cref="Count"/>.</summary>
    public void Purge(Func<T, long, bool> isArmed)
    {
        ArgumentNullException.ThrowIfNull(isArmed);
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (isArmed(heap[i].Item, heap[i].Number))
            {
                heap[kept++] = heap[i];
            }
        }

        Array.Clear(heap, kept, Count - kept);
        Count = kept;
        for (int i = (kept - 2) / 4; i >= 0 && kept > 1; i--)
        {
            SiftDown(i, heap[i]);
        }
    }

    /// <summary>The entries that <paramref name="isArmed"/> does not deny, earliest first.</summary>
    public IReadOnlyList<T> Armed(Func<T, long, bool> isArmed)
    {
        ArgumentNullException.ThrowIfNull(isArmed);
        return [.. heap.Take(Count).Where(entry => isArmed(entry.Item, entry.Number)).OrderBy(static entry => entry.Instant).ThenBy(static entry => entry.Number).Select(static entry => entry.Item)];
    }

    private void SiftUp(int position, Entry entry)
    {
        Entry[] heap = this.heap;
        while (position > 0)
        {
            int parent = (position - 1) >> 2;
            if (!entry.IsBefore(in heap[parent]))
            {
                break;
            }

            heap[position] = heap[parent];
            position = parent;
        }

        heap[position] = entry;
    }

    private void SiftDown(int position, Entry entry)
    {
        Entry[] heap = this.heap;
        int count = Count;
        for (int child = (position << 2) + 1; child < count; child = (position << 2) + 1)
        {
            int least = child;
            int end = Math.Min(child + 4, count);
            for (int i = child + 1; i < end; i++)
            {
                if (heap[i].IsBefore(in heap[least]))
                {
                    least = i;
                }
            }

            if (!heap[least].IsBefore(in entry))
            {
                break;
            }

            heap[position] = heap[least];
            position = least;
        }

        heap[position] = entry;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Entry(long instant, long number, T item)
    {
        public readonly long Instant = instant;
        public readonly long Number = number;
        public readonly T Item = item;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool IsBefore(in Entry other) =>
            Instant < other.Instant || (Instant == other.Instant && Number < other.Number);
    }
}
