namespace SimAsync.Bench.Bugs;

/// <summary>The failures that the campaigns of one program under one strategy have found.</summary>
/// <param name="Count">How many campaigns there were.</param>
/// <param name="Found">In the order of their seeds; those that found none are left out.</param>
internal sealed record Campaigns(int Count, IReadOnlyList<SimulationFailure> Found)
{
    /// <summary>The mean, over the campaigns that found it, of the number of runs up to and including the first that failed.</summary>
    public double MeanRuns => Found.Average(static failure => failure.Run);

    /// <summary>Runs the campaigns, on all cores: the seeds decide each, and their order that of the results.</summary>
    public static Campaigns Run(Func<Coroutine> program, Strategy strategy, BugsOptions options)
    {
        // Exhaustive search goes its way whatever the seed: one campaign says all. The programs share only what is seen.
        bool isExhaustive = strategy.Name == Strategy.Exhaustive().Name;
        strategy = isExhaustive ? Strategy.Exhaustive(reduce: true) : strategy;
        var failures = new SimulationFailure?[isExhaustive ? 1 : options.Campaigns];
        Parallel.For(0, failures.Length, campaign =>
            failures[campaign] = Simulation.Explore(
                program,
                new ExploreOptions { Seed = (ulong)campaign + 1, Runs = options.Cap, Shrink = options.Shrink, Strategy = strategy }).Failure);
        return new Campaigns(failures.Length, [.. failures.OfType<SimulationFailure>()]);
    }

    /// <summary>The mean, and how many found it if not all did.</summary>
    public override string ToString() => Found.Count switch
    {
        0 => "never",
        var found when found == Count => Document.Text(MeanRuns),
        var found => $"{Document.Text(MeanRuns)} ({found})",
    };
}
