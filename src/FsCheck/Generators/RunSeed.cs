using System.Globalization;
using global::FsCheck;
using global::FsCheck.Fluent;

namespace SimAsync.FsCheck.Generators;

/// <summary>The seed of a run. Any of the 2^64 as likely, but now and then a small one; shrinks towards 0.</summary>
/// <param name="Value">The seed, as <see cref="RunOptions.Seed"/> takes it.</param>
public readonly record struct RunSeed(ulong Value)
{
    /// <summary>The seed itself.</summary>
    public static implicit operator ulong(RunSeed seed) => seed.Value;

    /// <summary>The seed itself, for languages without conversions.</summary>
    public ulong ToUInt64() => Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    internal static Gen<RunSeed> Generator() => Gen.Frequency(
        (1, Gen.Choose(0, 9).Select(static n => new RunSeed((ulong)n))),
        (4, Gen.Choose(0, 0xFFFF).ArrayOf(4).Select(static parts => new RunSeed(parts.Aggregate(0UL, static (all, part) => (all << 16) | (uint)part)))));

    internal static IEnumerable<RunSeed> Shrink(RunSeed seed) => Counts.Smaller(seed.Value).Select(static value => new RunSeed(value));
}
