using System.Runtime.InteropServices;

namespace SimAsync.Scheduler;

/// <summary>
/// What one run answered to each of its choices, with what it answered them from. Enough to play the run again, and to
/// see at which choice another run went a different way.
/// </summary>
public sealed class Recording
{
    private Entry[] entries = new Entry[64];

    /// <summary>How many choices were made.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the run went in asyncio's passes.</summary>
    public bool InPasses { get; private set; }

    /// <summary>The seed of the run's own random generator, which code under test may draw from.</summary>
    public ulong Seed { get; private set; }

    /// <summary>How many steps the run took.</summary>
    public long Steps { get; internal set; }

    /// <summary>The answers other than 0, in order.</summary>
    public IReadOnlyList<Deviation> Deviations
    {
        get
        {
            var deviations = new List<Deviation>();
            for (int i = 0; i < Count; i++)
            {
                if (entries[i].Index != 0)
                {
                    deviations.Add(new Deviation(i, entries[i].Index));
                }
            }

            return deviations;
        }
    }

    /// <summary>How many answers were not 0.</summary>
    public int DeviationCount { get; private set; }

    internal ReadOnlySpan<Entry> Entries => entries.AsSpan(0, Count);

    internal void Begin(bool inPasses, ulong seed)
    {
        (Count, DeviationCount, Steps) = (0, 0, 0);
        (InPasses, Seed) = (inPasses, seed);
    }

    internal void Add(int index, int count, ulong owner)
    {
        if (Count == entries.Length)
        {
            Array.Resize(ref entries, Count * 2);
        }

        entries[Count++] = new Entry(index, count, (uint)(owner ^ (owner >> 32)));
        if (index != 0)
        {
            DeviationCount++;
        }
    }

    /// <summary>One choice: the answer, the number of candidates, and a mark of whose step was taken.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Entry(int Index, int Count, uint Owner)
    {
        /// <summary>A mark of eight bits: how many candidates (three bits, from seven up the same), and whose step was taken.</summary>
        public byte Mark => (byte)((Math.Min(Count, 7) << 5) | (int)((Owner * 0x9E3779B1u) >> 27));
    }
}
