using System.Runtime.CompilerServices;

namespace SimAsync.Bench.Bare;

/// <summary>First in, first out, in an array whose length is a power of two: a mask and no branch but the one for a full ring.</summary>
internal struct Ring<T>()
    where T : class
{
    // An element in a struct is stored without the check that arrays of a class need for their covariance.
    private Slot[] slots = new Slot[16];
    private int head;
    private int tail;

    public readonly bool IsEmpty => head == tail;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T item)
    {
        if (tail - head == slots.Length)
        {
            Grow();
        }

        Slot[] all = slots;
        all[tail++ & (all.Length - 1)].Item = item;
    }

    // What is taken stays in its slot until it is written again: an emptied slot is nobody's need here.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Take()
    {
        Slot[] all = slots;
        return all[head++ & (all.Length - 1)].Item;
    }

    private void Grow()
    {
        var larger = new Slot[slots.Length * 2];
        for (int i = head; i != tail; i++)
        {
            larger[i & (larger.Length - 1)] = slots[i & (slots.Length - 1)];
        }

        slots = larger;
    }

    private struct Slot
    {
        public T Item;
    }
}
