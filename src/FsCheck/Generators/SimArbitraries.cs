using global::FsCheck;
using global::FsCheck.Fluent;
using SimAsync.FsCheck.Graphs;
using SimAsync.Graphs;

namespace SimAsync.FsCheck.Generators;

/// <summary>
/// What FsCheck needs to make and to shrink the inputs of simulations: <c>[Property(Arbitrary = [typeof(SimArbitraries)])]</c>, or
/// <c>ArbMap.Default.MergeArb(…)</c>.
/// </summary>
public static class SimArbitraries
{
    private static readonly GraphGeneratorOptions Usual = new() { Rarities = 0.1 };

    /// <summary>Seeds of runs.</summary>
    public static Arbitrary<RunSeed> Seeds() => Arb.From(RunSeed.Generator(), RunSeed.Shrink);

    /// <summary>Orders of steps.</summary>
    public static Arbitrary<Schedule> Schedules() => Arb.From(Schedule.Generator(), Schedule.Shrink);

    /// <summary>Spans of virtual time.</summary>
    public static Arbitrary<VirtualDuration> Durations() => Arb.From(VirtualDuration.Generator(), VirtualDuration.Shrink);

    /// <summary>Plans of cancellations.</summary>
    public static Arbitrary<CancellationPlan> CancellationPlans() => Arb.From(CancellationPlan.Generator(), CancellationPlan.Shrink);

    /// <summary>Plans of faults.</summary>
    public static Arbitrary<FaultPlan> FaultPlans() => Arb.From(FaultPlan.Generator(), FaultPlan.Shrink);

    /// <summary>Task graphs with every statement and field of the format. For others: <see cref="GraphGenerator.Arbitrary"/>.</summary>
    public static Arbitrary<TaskGraph> Graphs() => GraphGenerator.Arbitrary(Usual);
}
