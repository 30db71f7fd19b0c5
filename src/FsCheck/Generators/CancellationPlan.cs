using global::FsCheck;
using global::FsCheck.Fluent;
using SimAsync.FsCheck.Graphs;

namespace SimAsync.FsCheck.Generators;

/// <summary>
/// Who is cancelled, and when: the same in every interleaving of a property. Shrinks to fewer cancellations, of the first clients, sooner.
/// </summary>
/// <param name="Points">The cancellations, in no order.</param>
public sealed record CancellationPlan(IReadOnlyList<CancellationPoint> Points)
{
    // Clients are few, so that a plan mostly means one that there is.
    private const int Clients = 5;

    /// <summary>Begins the plan, in the run that is going on: times are counted from now. Once for each run.</summary>
    public CancellationRun Start() => new(this);

    /// <summary>Whether both have the same points in the same order.</summary>
    public bool Equals(CancellationPlan? other) => other is not null && Points.SequenceEqual(other.Points);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Points.Count, Points.Count > 0 ? Points[0] : null);

    /// <inheritdoc/>
    public override string ToString() => Points.Count == 0 ? "no cancellation" : $"cancels {string.Join(", ", Points)}";

    internal static Gen<CancellationPlan> Generator()
    {
        Gen<int> client = Gen.GrowingElements([.. Enumerable.Range(0, Clients)]);
        Gen<CancellationPoint> point = Gen.OneOf(
            Gen.Zip(client, VirtualDuration.Generator(), static (who, when) => CancellationPoint.AtTime(who, when)),
            Gen.Zip(client, Gen.GrowingElements([.. Enumerable.Range(0, 20)]), CancellationPoint.AtStep));
        return Gen.Choose(0, 4).SelectMany(point.ArrayOf).Select(static points => new CancellationPlan(points));
    }

    internal static IEnumerable<CancellationPlan> Shrink(CancellationPlan plan)
    {
        IReadOnlyList<CancellationPoint> all = plan.Points;
        return Chunks.Of(all.Count).Select(chunk => new CancellationPlan(Chunks.Without(all, chunk)))
            .Concat(all.Index().SelectMany(each => Simpler(each.Item).Select(simpler =>
                new CancellationPlan([.. all.Take(each.Index), simpler, .. all.Skip(each.Index + 1)]))));
    }

    private static IEnumerable<CancellationPoint> Simpler(CancellationPoint point)
    {
        IEnumerable<CancellationPoint> sooner = point.After is { } after
            ? VirtualDuration.Shrink(new VirtualDuration(after)).Select(simpler => CancellationPoint.AtTime(point.Client, simpler))
            : Counts.Smaller(point.Step!.Value).Select(step => CancellationPoint.AtStep(point.Client, step));
        return sooner.Concat(Counts.Smaller(point.Client).Select(client =>
            point.After is { } time ? CancellationPoint.AtTime(client, time) : CancellationPoint.AtStep(client, point.Step!.Value)));
    }
}
