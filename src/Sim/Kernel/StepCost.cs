namespace SimAsync;

/// <summary>
/// How long steps take in virtual time. By default they take none: time moves only when nothing is ready, so what is due later never comes before what is ready. With costs a slow step lets a timeout
/// strike before the completion that it races with.
/// </summary>
/// <remarks>
/// Most steps take no time even so, and a few take one of the given costs. Which is a choice, recorded, replayed and shrunk towards none like the choice of a step; in order there is none.
/// Between the steps of one instant time then moves on too, so what two tasks see of it may differ from run to run. A cost does not carry time past <see cref="RunOptions.MaxTime"/> or the deadline of a
/// <c>Sim.Eventually</c>. A run with costs is played again with the same costs in its options.
/// </remarks>
public sealed record StepCost
{
    /// <summary>Costs that a step may have.</summary>
    /// <param name="probability">How likely a step costs anything, in strategies that sample: more than 0, less than 1.</param>
    /// <param name="costs">What it may cost, each as likely: at least one, and each more than 0.</param>
    public StepCost(double probability, params IReadOnlyList<TimeSpan> costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        if (!(probability is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "How likely a step costs anything is more than 0 and less than 1.");
        }

        if (costs.Count == 0 || costs.Any(static cost => cost <= TimeSpan.Zero))
        {
            throw new ArgumentException("At least one cost is needed, and each is more than 0.", nameof(costs));
        }

        (Probability, Costs) = (probability, [.. costs]);
    }

    /// <summary>How likely a step costs anything.</summary>
    public double Probability { get; }

    /// <summary>What it may cost, each as likely.</summary>
    public IReadOnlyList<TimeSpan> Costs { get; }
}
