namespace SimAsync.Scheduler;

/// <summary>
/// What one run answered to each of its choices, with a mark of what it answered them from. Enough to play the run again, and
/// to see at which choice another run went a different way.
/// </summary>
public sealed class Recording
{
    /// <summary>A choice is among at most so many candidates; if more are ready, the rest must wait.</summary>
    internal const int MaxCandidates = 1 << 24;

    private const int ChunkLength = 1 << 12;

    // A choice is a mark of eight bits over an index of 24. In chunks, so that a long run copies nothing when it grows.
    private readonly List<uint[]> chunks = [];
    private uint[] chunk = [];
    private int used;

    /// <summary>How many choices were made.</summary>
    public int Count => chunks.Count == 0 ? 0 : ((chunks.Count - 1) * ChunkLength) + used;

    /// <summary>Whether the run went in asyncio's passes.</summary>
    public bool InPasses { get; private set; }

    /// <summary>Whether steps that the thread pool would run had a synchronization context, by which they are held when they block.</summary>
    public bool HoldsPoolWaits { get; internal set; }

    /// <summary>The seed of the run's own random generator, which code under test may draw from.</summary>
    public ulong Seed { get; private set; }

    /// <summary>How many steps the run took.</summary>
    public long Steps { get; internal set; }

    /// <summary>How many answers were not 0.</summary>
    public int DeviationCount { get; private set; }

    /// <summary>The answers other than 0, in order.</summary>
    public IReadOnlyList<Deviation> Deviations
    {
        get
        {
            var deviations = new List<Deviation>(DeviationCount);
            for (int i = 0; i < Count; i++)
            {
                if (IndexOf(i) is var index and not 0)
                {
                    deviations.Add(new Deviation(i, index));
                }
            }

            return deviations;
        }
    }

    internal void Begin(bool inPasses, ulong seed) => (InPasses, Seed) = (inPasses, seed);

    internal void Add(int index, int count, ulong owner)
    {
        if (used == chunk.Length)
        {
            AddChunk();
        }

        chunk[used++] = ((uint)MarkOf(count, owner) << 24) | (uint)index;
        if (index != 0)
        {
            DeviationCount++;
        }
    }

    /// <summary>A number that is the same for the same choices, and for others another, but by the rarest chance.</summary>
    internal ulong Hash()
    {
        ulong hash = (ulong)(uint)Count;
        for (int i = 0; i < chunks.Count; i++)
        {
            uint[] choices = chunks[i];
            int end = i == chunks.Count - 1 ? used : choices.Length;
            for (int j = 0; j < end; j++)
            {
                hash = (hash ^ choices[j]) * 0x9E3779B97F4A7C15UL;
                hash ^= hash >> 32;
            }
        }

        return Xoshiro256.SplitMix64(ref hash);
    }

    internal int IndexOf(int choice) => (int)(this[choice] & (MaxCandidates - 1));

    internal byte MarkAt(int choice) => (byte)(this[choice] >> 24);

    /// <summary>A mark of a choice: how many candidates (three bits, from seven up the same), and whose step was taken (five).</summary>
    internal static byte MarkOf(int count, ulong owner) =>
        (byte)((Math.Min(count, 7) << 5) | (int)((owner * 0x9E3779B97F4A7C15UL) >> 59));

    // A short run gets by with a short first chunk, which is doubled until it is a whole one: most runs of an exploration
    // are short, and clearing 16 KiB for each would cost as much as a third of their steps.
    private void AddChunk()
    {
        if (chunks is [{ Length: < ChunkLength } first])
        {
            chunk = new uint[first.Length * 2];
            first.CopyTo(chunk, 0);
            chunks[0] = chunk;
        }
        else
        {
            chunk = new uint[chunks.Count == 0 ? 128 : ChunkLength];
            chunks.Add(chunk);
            used = 0;
        }
    }

    private uint this[int choice] => chunks[choice / ChunkLength][choice % ChunkLength];
}
