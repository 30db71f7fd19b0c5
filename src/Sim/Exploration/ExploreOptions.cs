namespace SimAsync;

/// <summary>How many runs, and how each goes. Every option is checked when it is set.</summary>
public record ExploreOptions : RunOptions
{
    private int runs = 1000;
    private int shrinkRuns = 1000;

    /// <summary>The defaults.</summary>
    public ExploreOptions()
    {
        Strategy = Strategy.Portfolio;
        MaxSteps = 100_000;
    }

    /// <summary>At most so many runs; the first that fails is the last. From 1; 1000 by default.</summary>
    public int Runs
    {
        get => runs;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Runs));
            runs = value;
        }
    }

    /// <summary>Whether to look for a simpler run with the same failure. True by default.</summary>
    public bool Shrink { get; init; } = true;

    /// <summary>At most so many runs to look for it. From 0; 1000 by default.</summary>
    public int ShrinkRuns
    {
        get => shrinkRuns;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(ShrinkRuns));
            shrinkRuns = value;
        }
    }

    /// <summary>Asked after each run: whether to make no more. Null for never.</summary>
    internal Func<bool>? Stop { get; init; }

    /// <summary>Told, now and then, how many runs are done; from the thread that explores. Null for nobody.</summary>
    public Action<int>? Progress { get; init; }
}
