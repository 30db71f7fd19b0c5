using System.Globalization;
using SimAsync.Scheduler;

// The namespace of what users meet first, as for Strategy.
namespace SimAsync;

/// <summary>
/// At which points an exploration cancels what <c>Sim.MayCancel</c> offers, one after the other, each in a run of its own that goes in order otherwise. A point is the moment between two steps; a run
/// in order tells how many there are. Between these runs are those of the strategy, which are cancelled at points that chance chooses.
/// </summary>
public sealed class CancellationSweep
{
    private readonly int every;
    private readonly int sample;

    private CancellationSweep(int every, int sample) => (this.every, this.sample) = (every, sample);

    /// <summary>At each point: n + 1 runs for n of them. The default.</summary>
    public static CancellationSweep All { get; } = new(1, 0);

    /// <summary>At none: only chance cancels.</summary>
    public static CancellationSweep None { get; } = new(0, 0);

    /// <summary>At one point in so many, from the first.</summary>
    /// <param name="n">From 1, which is all.</param>
    public static CancellationSweep Every(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        return n == 1 ? All : new CancellationSweep(n, 0);
    }

    /// <summary>At so many of the points, drawn by the exploration's seed.</summary>
    /// <param name="count">From 1; all, if there are no more.</param>
    public static CancellationSweep Sample(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new CancellationSweep(1, count);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        every == 0 ? "none" : sample > 0 ? string.Create(CultureInfo.InvariantCulture, $"a sample of {sample}") : every == 1 ? "all" : string.Create(CultureInfo.InvariantCulture, $"one in {every}");

    /// <summary>The points and targets that have a run, in order.</summary>
    /// <param name="targets">For each point, how many targets there are.</param>
    /// <param name="seed">What a sample hangs on.</param>
    internal IReadOnlyList<(int Point, int Target)> Of(IReadOnlyList<int> targets, ulong seed)
    {
        var all = new List<(int Point, int Target)>();
        for (int point = 0; every > 0 && point < targets.Count; point += every)
        {
            for (int target = 1; target <= targets[point]; target++)
            {
                all.Add((point, target));
            }
        }

        if (sample == 0 || all.Count <= sample)
        {
            return all;
        }

        // Selection sampling: Knuth, The Art of Computer Programming 2, section 3.4.2, algorithm S.
        var random = new Xoshiro256(seed);
        var drawn = new List<(int Point, int Target)>(sample);
        for (int i = 0; drawn.Count < sample; i++)
        {
            if (random.Next(all.Count - i) < sample - drawn.Count)
            {
                drawn.Add(all[i]);
            }
        }

        return drawn;
    }
}
