using global::FsCheck;
using global::FsCheck.Fluent;

namespace SimAsync.FsCheck.Generators;

/// <summary>
/// A span of virtual time that is good for finding what goes wrong with spans: often equal to another, and often at an edge: nothing, one tick, a whole millisecond or a
/// tick beside it, 24 days. Shrinks towards nothing, and towards round ones.
/// </summary>
/// <param name="Value">The span; never negative.</param>
public readonly record struct VirtualDuration(TimeSpan Value)
{
    // The timers of .NET go to 2^31 ms at least; some methods refuse more.
    private const int MostDays = 24;

    private static readonly long[] Units = [TimeSpan.TicksPerDay, TimeSpan.TicksPerSecond, 10 * TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerMillisecond, 1];

    private static readonly int[] Usual = [1, 2, 5, 10, 20, 50, 100, 1000];

    /// <summary>The span itself.</summary>
    public static implicit operator TimeSpan(VirtualDuration duration) => duration.Value;

    /// <summary>The span itself, for languages without conversions.</summary>
    public TimeSpan ToTimeSpan() => Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();

    internal static Gen<VirtualDuration> Generator()
    {
        // Growing: the first are the most frequent, so that ties are.
        Gen<long> usual = Gen.GrowingElements(Usual).Select(static ms => ms * TimeSpan.TicksPerMillisecond);
        return Gen.Frequency(
            (3, Gen.Constant(0L)),
            (1, Gen.Constant(1L)),
            (10, usual),
            (3, Gen.Zip(usual, Gen.Elements(-1L, 1L), static (ticks, beside) => ticks + beside)),
            (3, Gen.Sized(static size => Gen.Choose(0, Math.Max(size, 1))).Select(static ms => ms * TimeSpan.TicksPerMillisecond)),
            (1, Gen.Elements(TimeSpan.TicksPerHour, TimeSpan.TicksPerDay, MostDays * TimeSpan.TicksPerDay)))
            .Select(static ticks => new VirtualDuration(new TimeSpan(ticks)));
    }

    internal static IEnumerable<VirtualDuration> Shrink(VirtualDuration duration)
    {
        long ticks = duration.Value.Ticks;

        // In whole units, the coarsest first: else the half of a round span would be a crooked one.
        return Units.SelectMany(unit => Counts.Smaller(ticks / unit).Select(count => count * unit).Append(ticks / unit * unit))
            .Where(each => each < ticks).Distinct().Select(static each => new VirtualDuration(new TimeSpan(each)));
    }
}
