using global::FsCheck;
using global::FsCheck.Fluent;

namespace SimAsync.FsCheck.Generators;

/// <summary>
/// A span of virtual time that is good for finding what goes wrong with spans: often equal to another, and often at an edge: nothing, one tick, a whole millisecond or a
/// tick beside it, many years. Shrinks towards nothing, and towards round ones.
/// </summary>
/// <param name="Value">The span; never negative.</param>
public readonly record struct VirtualDuration(TimeSpan Value)
{
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
            (1, Gen.Elements(TimeSpan.TicksPerHour, TimeSpan.TicksPerDay, 30 * TimeSpan.TicksPerDay, 10_000 * TimeSpan.TicksPerDay)))
            .Select(static ticks => new VirtualDuration(new TimeSpan(ticks)));
    }

    internal static IEnumerable<VirtualDuration> Shrink(VirtualDuration duration)
    {
        long ticks = duration.Value.Ticks;
        long[] simpler =
        [
            0, 1, TimeSpan.TicksPerMillisecond, Down(TimeSpan.TicksPerSecond), Down(100 * TimeSpan.TicksPerMillisecond), Down(10 * TimeSpan.TicksPerMillisecond), Down(TimeSpan.TicksPerMillisecond),
            Half(TimeSpan.TicksPerDay), Half(TimeSpan.TicksPerSecond), Half(TimeSpan.TicksPerMillisecond), ticks / 2, ticks - TimeSpan.TicksPerMillisecond, ticks - 1,
        ];
        return simpler.Where(each => each >= 0 && each < ticks).Distinct().Select(static each => new VirtualDuration(new TimeSpan(each)));

        long Down(long unit) => ticks / unit * unit;

        // Half, but whole: else every candidate of a round span would be a crooked one.
        long Half(long unit) => ticks / 2 / unit * unit;
    }
}
