namespace SimAsync;

/// <summary>
/// Random numbers that hang on the run's seed alone, by the same pinned generator on every machine. One generator serves the whole run: the
/// order in which tasks draw from it is part of the interleaving.
/// </summary>
public readonly struct SimRandom
{
    private readonly SimLoop loop;

    internal SimRandom(SimLoop loop) => this.loop = loop;

    /// <summary>From 0 up to, not including, <paramref name="bound"/>.</summary>
    /// <param name="bound">At least 1.</param>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return loop.NextRandom(bound);
    }

    /// <summary>From <paramref name="least"/> up to, not including, <paramref name="bound"/>.</summary>
    public int Next(int least, int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(bound, least);
        return (int)(least + (long)(loop.NextRandom() % (ulong)((long)bound - least)));
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => loop.NextRandom();

    /// <summary>From 0 up to, not including, 1.</summary>
    public double NextDouble() => (loop.NextRandom() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Puts a list into a random order (Fisher and Yates).</summary>
    public void Shuffle<T>(IList<T> list)
    {
        ArgumentNullException.ThrowIfNull(list);
        for (int i = list.Count - 1; i > 0; i--)
        {
            int j = loop.NextRandom(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }
    }
}
