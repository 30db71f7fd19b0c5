namespace SimAsync;

/// <summary>How many runs, and how each goes. Every option is checked when it is set.</summary>
public record ExploreOptions : RunOptions
{
    private int runs = 1000;
    private int shrinkRuns = 1000;
    private int determinismSample = 250;

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

    /// <summary>
    /// The first run, and one in so many after it, is made twice with the same choices, and compared step by step. If they differ, the exploration fails with a
    /// <see cref="NondeterminismException"/>. From 1, which is all; 250 by default; 0 for none. A run in which another thread took part is not compared.
    /// </summary>
    public int DeterminismSample
    {
        get => determinismSample;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(DeterminismSample));
            determinismSample = value;
        }
    }

    /// <summary>The first run that is compared, from 0: one by which the test learns something, and of which the next is different, cannot be.</summary>
    internal int FirstCompared { get; init; }

    /// <summary>Asked after each run: whether to make no more. Null for never.</summary>
    internal Func<bool>? Stop { get; init; }

    /// <summary>Told, now and then, how many runs are done; from the thread that explores. Null for nobody.</summary>
    public Action<int>? Progress { get; init; }
}
