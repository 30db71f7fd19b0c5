using SimAsync.Exploration;

namespace SimAsync;

/// <summary>What came of an exploration.</summary>
public sealed class ExploreReport
{
    internal ExploreReport()
    {
    }

    /// <summary>How many runs there were, the failing one included; those that shrank it, and those of the corpus, not.</summary>
    public int Runs { get; internal init; }

    /// <summary>The failure, or null if no run failed.</summary>
    public SimulationFailure? Failure { get; internal init; }

    /// <summary>Whether every possible interleaving was run, within the strategy's bound, so that there is none that fails. A sampling strategy never says so.</summary>
    public bool Complete { get; internal init; }

    /// <summary>What <see cref="Strategy.Exhaustive"/> has covered; null for any other strategy, and with a bound on deviations.</summary>
    public Coverage? Coverage { get; internal init; }

    /// <summary>
    /// The runs that were cancelled at one point after the other, by <see cref="ExploreOptions.CancellationSweep"/>: how many were planned, and for how many of them there were runs enough. Zeros if nothing could be
    /// cancelled, or the exploration failed before it was known.
    /// </summary>
    public (int Made, int InAll) Cancellations { get; internal init; }

    /// <summary>The shards that it is of, in order, each once; empty for the whole exploration.</summary>
    public IReadOnlyList<Shard> Shards { get; internal init; } = [];

    /// <summary>What there is to say of the corpus: codes that no longer fit, files that cannot be read or written.</summary>
    public IReadOnlyList<string> Notes { get; internal init; } = [];

    /// <summary>What was explored by: what shards of one exploration have in common.</summary>
    internal (string Strategy, ulong Seed, int Runs) Exploration { get; init; }

    /// <summary>
    /// One report of those of several shards: the sum of their runs; of their failures the one with the lowest run, which is the one that the whole exploration finds; complete if it is
    /// whole and all are complete.
    /// </summary>
    /// <param name="reports">At least one, in any order; not all of the shards need be there: <see cref="Shards"/> of the result says which are, and is empty if all are.</param>
    /// <exception cref="ArgumentException">They are of explorations with another seed, strategy, count of runs or count of shards, or one shard is there twice.</exception>
    public static ExploreReport Merge(IEnumerable<ExploreReport> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        return ReportMerge.Merge([.. reports]);
    }

    /// <summary>Throws if a run failed.</summary>
    /// <exception cref="SimulationFailedException">A run failed. The run's own exception is inside.</exception>
    public void ThrowIfFailed()
    {
        if (Failure is { } failure)
        {
            throw new SimulationFailedException(failure);
        }
    }

    private string Part => Shards.Count == 0 ? "" : $" (shard {string.Join(", ", Shards)})";

    /// <summary>What was covered, and whether that is all; empty for a strategy that samples.</summary>
    internal string Covered =>
        (Coverage is not { } coverage ? ""
            : $" ({coverage.Interleavings} interleaving{(coverage.Interleavings == 1 ? "" : "s")} of {coverage.Classes} class{(coverage.Classes == 1 ? "" : "es")}{(coverage.Redundant > 0 ? $", {coverage.Redundant} given up as the same as one before" : "")})")
        + (Complete ? ": complete, a proof within its bounds" : Coverage is null ? "" : ": not complete, cut by the number of runs");

    /// <summary>One line, or the failure's message.</summary>
    public override string ToString() => Failure?.ToString() ?? $"{Runs} runs{Part}, and none failed{Covered}{(Cancellations.InAll == 0 ? "" : $"; cancelled at {Cancellations.Made} of {Cancellations.InAll} points in turn")}.";
}
