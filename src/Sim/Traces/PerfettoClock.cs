namespace SimAsync.Traces;

/// <summary>Where the steps of runs are drawn on a time axis, on which each needs an extent and its place in the order, though in virtual time it takes none, and many share an instant.</summary>
/// <remarks>
/// A step stands at its virtual time, behind those of the same instant, and all are as wide: as wide as lets the steps of each instant end half-way to the next, rounded down to 1, 2 or 5 times
/// a power of ten. It is the same in both runs, so that what they have in common is in the same places. Where an instant has more steps than there are units until the next one, those
/// behind it are pushed on: a step never begins before its instant, nor before the one before it has ended.
/// </remarks>
internal sealed class PerfettoClock
{
    // A number of JSON is a double for JavaScript, and for Perfetto's reader if it has a fraction: up to this, a microsecond with three decimals is told from its neighbours with room to spare.
    private const long MostNanoseconds = 1L << 49;

    // Up to here a whole number is exact in a double, with as much room again for the widths of the steps; and in nanoseconds it fits into 64 bits.
    private const long MostMicroseconds = 1L << 52;

    private readonly int unitsInTick;
    private readonly int ticksInUnit;

    /// <summary>The clock of some runs.</summary>
    public PerfettoClock(IReadOnlyList<TraceRun> runs)
    {
        long ticks = runs.SelectMany(static run => run.Steps.Select(static step => step.Ticks).Append(run.Ticks)).Max();
        (unitsInTick, ticksInUnit, UnitsInMicrosecond, Speed) =
            ticks < MostNanoseconds / 100 ? (100, 1, 1000, 1)
            : ticks < MostMicroseconds * 10 ? (1, 10, 1, 1)
            : (1, 10_000, 1, 1000);
        Width = Round(runs.Min(WidestFor));
    }

    /// <summary>How many units are a microsecond of the drawing: a unit is a nanosecond, or in runs of more than six days a microsecond.</summary>
    public int UnitsInMicrosecond { get; }

    /// <summary>How many times faster than virtual time the drawing goes: 1, but for runs of more than 142 years.</summary>
    public int Speed { get; }

    /// <summary>How wide a step is, in units.</summary>
    public long Width { get; }

    /// <summary>Where each step of a run begins, in units.</summary>
    public long[] StartsOf(TraceRun run)
    {
        long[] starts = new long[run.Steps.Count];
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = Math.Max(InstantOf(run.Steps[i].Ticks), i == 0 ? 0 : starts[i - 1] + Width);
        }

        return starts;
    }

    /// <summary>The place of an instant, in units.</summary>
    public long InstantOf(long ticks) => ticks / ticksInUnit * unitsInTick;

    // The last instant has no next one: it may take half as much room as all before it. If there is but one instant, a step is a microsecond.
    private long WidestFor(TraceRun run)
    {
        long widest = long.MaxValue;
        long instant = 0;
        int count = 0;
        foreach (TraceStep step in run.Steps)
        {
            long next = InstantOf(step.Ticks);
            if (next > instant && count > 0)
            {
                widest = Math.Min(widest, (next - instant) / (2 * count));
            }

            (instant, count) = (next, next > instant ? 1 : count + 1);
        }

        return Math.Min(widest, instant == 0 ? UnitsInMicrosecond : instant / (2 * count));
    }

    private static long Round(long widest)
    {
        long power = 1;
        while (power <= widest / 10)
        {
            power *= 10;
        }

        return widest >= 5 * power ? 5 * power : widest >= 2 * power ? 2 * power : power;
    }
}
