using System.Globalization;

namespace SimAsync.Bench.Ratios;

/// <summary>What a figure must hold. A missed one is told, and is no failure of the program: machines are noisy.</summary>
internal readonly record struct Limit(double Bound, bool IsLeast)
{
    public static Limit AtMost(double bound) => new(bound, false);

    public static Limit AtLeast(double bound) => new(bound, true);

    public bool Holds(double value) => IsLeast ? value >= Bound : value <= Bound;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsLeast ? "at least" : "at most")} {Bound}");
}
