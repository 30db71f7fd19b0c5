using global::FsCheck;
using global::FsCheck.Fluent;
using SimAsync.FsCheck.Graphs;

namespace SimAsync.FsCheck.Generators;

/// <summary>
/// Which calls fail: the same in every interleaving of a property. Shrinks to fewer faults, at earlier calls of the first sites.
/// </summary>
/// <param name="Points">The calls that fail, in no order.</param>
/// <remarks>Where the interleaving shall decide, as with chance, there is <see cref="Sim.Fault"/>.</remarks>
public sealed record FaultPlan(IReadOnlyList<FaultPoint> Points)
{
    private const int Sites = 4;

    /// <summary>Begins the plan. Once for each run.</summary>
    public FaultRun Start() => new(this);

    /// <summary>Whether both have the same points in the same order.</summary>
    public bool Equals(FaultPlan? other) => other is not null && Points.SequenceEqual(other.Points);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Points.Count, Points.Count > 0 ? Points[0] : default);

    /// <inheritdoc/>
    public override string ToString() => Points.Count == 0 ? "no faults" : $"fails {string.Join(", ", Points)}";

    internal static Gen<FaultPlan> Generator()
    {
        Gen<FaultPoint> point = Gen.Zip(
            Gen.GrowingElements([.. Enumerable.Range(0, Sites)]), Gen.GrowingElements([.. Enumerable.Range(0, 20)]), static (site, call) => new FaultPoint(site, call));
        return Gen.Choose(0, 5).SelectMany(point.ArrayOf).Select(static points => new FaultPlan([.. points.Distinct()]));
    }

    internal static IEnumerable<FaultPlan> Shrink(FaultPlan plan)
    {
        IReadOnlyList<FaultPoint> all = plan.Points;
        return Chunks.Of(all.Count).Select(chunk => new FaultPlan(Chunks.Without(all, chunk)))
            .Concat(all.Index().SelectMany(each => Simpler(each.Item).Where(simpler => !all.Contains(simpler)).Select(simpler =>
                new FaultPlan([.. all.Take(each.Index), simpler, .. all.Skip(each.Index + 1)]))));
    }

    private static IEnumerable<FaultPoint> Simpler(FaultPoint point) =>
        Counts.Smaller(point.Call).Select(call => point with { Call = call }).Concat(Counts.Smaller(point.Site).Select(site => point with { Site = site }));
}
