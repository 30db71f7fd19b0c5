using FsCheck;
using FsCheck.Fluent;

namespace SimAsync.Properties.Laws;

/// <summary>One who comes to a primitive. Few times, so that many come and go together.</summary>
/// <param name="Comes">When, in milliseconds; up to <see cref="Latest"/>.</param>
/// <param name="Stays">For how long, in milliseconds; 0 is one suspension.</param>
/// <param name="MayBeCancelled">Whether the run may cancel it, once, anywhere.</param>
public sealed record Visit(int Comes, int Stays, bool MayBeCancelled)
{
    /// <summary>The latest time at which one comes, in milliseconds.</summary>
    public const int Latest = 10;

    /// <summary>FsCheck's size for visits: more than so many at once show nothing new.</summary>
    public const int Most = 8;

    /// <summary>Visits of each kind; shrinks to one that comes at once, does not stay and is not cancelled.</summary>
    public static Arbitrary<Visit> Arbitrary() => Arb.From(
        Gen.Zip(
            Gen.Elements(0, 0, 5, Latest),
            Gen.Zip(Gen.Elements(0, 5, 5, 10), Gen.Frequency((2, Gen.Constant(false)), (1, Gen.Constant(true)))),
            static (comes, rest) => new Visit(comes, rest.Item1, rest.Item2)),
        static visit => new[]
        {
            visit with { MayBeCancelled = false }, visit with { Comes = 0 }, visit with { Comes = visit.Comes / 2 }, visit with { Stays = 0 }, visit with { Stays = visit.Stays / 2 },
        }.Where(simpler => simpler != visit).Distinct());

    public override string ToString() => $"at {Comes} ms for {Stays} ms{(MayBeCancelled ? ", may be cancelled" : "")}";
}
