namespace SimAsync.FsCheck.Models;

/// <summary>A set of small numbers, immutable. Up to 64 it needs no memory of its own.</summary>
internal readonly struct SlotSet : IEquatable<SlotSet>
{
    private const int Bits = 64;

    private readonly ulong low;

    // Of the numbers from 64; its last element is not 0, so that equal sets are equal element by element. Null for none.
    private readonly ulong[]? high;

    private SlotSet(ulong low, ulong[]? high) => (this.low, this.high) = (low, high);

    public bool Has(int slot) => slot < Bits ? (low >> slot & 1) != 0 : high is not null && slot / Bits <= high.Length && (high[(slot / Bits) - 1] >> slot & 1) != 0;

    public SlotSet With(int slot)
    {
        if (slot < Bits)
        {
            return new SlotSet(low | 1UL << slot, high);
        }

        int length = Math.Max(slot / Bits, high?.Length ?? 0);
        var wider = new ulong[length];
        high?.CopyTo(wider, 0);
        wider[(slot / Bits) - 1] |= 1UL << slot;
        return new SlotSet(low, wider);
    }

    public SlotSet Without(int slot)
    {
        if (slot < Bits)
        {
            return new SlotSet(low & ~(1UL << slot), high);
        }

        if (!Has(slot))
        {
            return this;
        }

        var rest = (ulong[])high!.Clone();
        rest[(slot / Bits) - 1] &= ~(1UL << slot);
        int length = rest.Length;
        while (length > 0 && rest[length - 1] == 0)
        {
            length--;
        }

        return new SlotSet(low, length == 0 ? null : rest[..length]);
    }

    public bool Equals(SlotSet other) => low == other.low && high.AsSpan().SequenceEqual(other.high);

    public override bool Equals(object? obj) => obj is SlotSet other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(low);
        foreach (ulong part in high ?? [])
        {
            hash.Add(part);
        }

        return hash.ToHashCode();
    }
}
