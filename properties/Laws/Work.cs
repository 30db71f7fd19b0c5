using FsCheck;
using FsCheck.Fluent;

namespace SimAsync.Properties.Laws;

/// <summary>A piece of work: how long it takes, and how it ends. Few times, so that many end together.</summary>
/// <param name="Milliseconds">From 0; 0 is one suspension.</param>
/// <param name="Ending">How it ends.</param>
/// <param name="IsStubborn">Whether it goes on for some time when it is cancelled, and ends as it would have.</param>
public sealed record Work(int Milliseconds, Ending Ending, bool IsStubborn)
{
    /// <summary>Work of each kind; shrinks to work that takes no time and ends well.</summary>
    public static Arbitrary<Work> Arbitrary() => Arb.From(
        Gen.Zip(
            Gen.Elements(0, 5, 10, 10, 20),
            Gen.Zip(Gen.Frequency((4, Gen.Constant(Ending.Result)), (2, Gen.Constant(Ending.Error)), (1, Gen.Constant(Ending.Cancelled))), Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))),
            static (milliseconds, how) => new Work(milliseconds, how.Item1, how.Item2)),
        static work => new[]
        {
            work with { Milliseconds = 0 }, work with { Milliseconds = work.Milliseconds / 2 }, work with { Ending = Ending.Result }, work with { IsStubborn = false },
        }.Where(simpler => simpler != work).Distinct());

    public override string ToString() => $"{Milliseconds} ms{(Ending == Ending.Result ? "" : $", {Ending}")}{(IsStubborn ? ", stubborn" : "")}";
}
