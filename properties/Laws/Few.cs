using FsCheck;
using FsCheck.Fluent;

namespace SimAsync.Properties.Laws;

/// <summary>How many of something there are: permits, parties, places.</summary>
/// <param name="Count">From 1 to 3.</param>
public sealed record Few(int Count)
{
    /// <summary>Any of them; shrinks to 1.</summary>
    public static Arbitrary<Few> Arbitrary() => Arb.From(
        Gen.Choose(1, 3).Select(static count => new Few(count)),
        static few => Enumerable.Range(1, few.Count - 1).Select(static count => new Few(count)));

    public override string ToString() => $"{Count}";
}
