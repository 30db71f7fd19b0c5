using FsCheck;
using FsCheck.Fluent;

namespace SimAsync.Properties.Laws;

/// <summary>A notification of a condition.</summary>
/// <param name="Count">How many are notified; from 0 to 3.</param>
/// <param name="Leaves">Whether the lock is released after it, and all that it leads to is awaited. Otherwise the next notification follows at once.</param>
public sealed record Notice(int Count, bool Leaves)
{
    /// <summary>Notifications of each kind; shrinks to one of few after which the lock is released.</summary>
    public static Arbitrary<Notice> Arbitrary() => Arb.From(
        Gen.Zip(Gen.Elements(0, 1, 1, 2, 3), ArbMap.Default.GeneratorFor<bool>(), static (count, leaves) => new Notice(count, leaves)),
        static notice => new[] { notice with { Count = notice.Count - 1 }, notice with { Leaves = true } }.Where(simpler => simpler.Count >= 0 && simpler != notice));

    public override string ToString() => $"{Count}{(Leaves ? "" : ", and at once")}";
}
