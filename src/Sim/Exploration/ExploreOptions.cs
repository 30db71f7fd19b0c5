namespace SimAsync;

/// <summary>How many runs, and how each goes. Every option is checked when it is set.</summary>
public record ExploreOptions : RunOptions
{
    private int runs = 1000;
    private CancellationSweep cancellationSweep = CancellationSweep.All;
    private int shrinkRuns = 1000;
    private int parallelism = 1;
    private int determinismSample = 250;
    private string? corpus;
    private string? corpusName;

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

    /// <summary>
    /// On how many threads the runs are made: 1, the default, is the thread that explores; <see cref="Environment.ProcessorCount"/> is one for each core. What is found is the same,
    /// whatever their number: the failing run with the lowest number is the one that is reported.
    /// </summary>
    /// <remarks>
    /// Runs then go on at the same time, so the test may share nothing between them, also not what it sets back at its beginning: no static fields, no variables outside the lambda. That is why
    /// it has to be asked for. A <c>[SimTest]</c> has one. The first runs of strategies that learn are made on one thread.
    /// </remarks>
    public int Parallelism
    {
        get => parallelism;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Parallelism));
            parallelism = value;
        }
    }

    /// <summary>At which points what <see cref="Sim.MayCancel(SimFuture, string?)"/> offers is cancelled in a run of its own. <see cref="CancellationSweep.All"/> by default.</summary>
    /// <remarks>Where nothing is offered there are no such runs. Strategies that try everything need none.</remarks>
    public CancellationSweep CancellationSweep
    {
        get => cancellationSweep;
        init => cancellationSweep = value ?? throw new ArgumentNullException(nameof(CancellationSweep));
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

    /// <summary>The part of the exploration that is made here: see <see cref="SimAsync.Shard"/>. Null, the default, for the whole.</summary>
    public Shard? Shard { get; init; }

    /// <summary>
    /// The folder in which failures are kept, and from which they are played again before anything else: see <c>docs/ci.md</c>. A path, from the current directory; it is made when there is
    /// something to keep. Null, the default, for none; not empty.
    /// </summary>
    /// <remarks>
    /// A kept run that fails is the failure that is reported. One that passes stays, and one that no longer fits the test is taken out. What goes wrong with the files is in
    /// <see cref="ExploreReport.Notes"/>. Every shard plays them all.
    /// </remarks>
    public string? Corpus
    {
        get => corpus;
        init
        {
            if (value is not null)
            {
                ArgumentException.ThrowIfNullOrWhiteSpace(value, nameof(Corpus));
            }

            corpus = value;
        }
    }

    /// <summary>What the test is called in the corpus, each by a name of its own. Needed with <see cref="Corpus"/>; a task graph's is its own by default. Not empty.</summary>
    public string? CorpusName
    {
        get => corpusName;
        init
        {
            if (value is not null)
            {
                ArgumentException.ThrowIfNullOrWhiteSpace(value, nameof(CorpusName));
            }

            corpusName = value;
        }
    }

    /// <summary>
    /// Whether every run hands on what is logged in it, to <see cref="RunOptions.LoggerFactory"/> or a <see cref="SimLoggerFactory"/>, and not only the one that is reported. False by default. In
    /// <see cref="RunReport.Log"/> there is only the log of that one in any case.
    /// </summary>
    public bool LogEveryRun { get; init; }

    /// <summary>Asked after each run: whether to make no more. Null for never.</summary>
    internal Func<bool>? Stop { get; init; }

    /// <summary>
    /// Told how far it is: at most twice a second, when it begins to shrink a failure, and once when it is over. By one thread at a time, with <see cref="Parallelism"/> by any of them, between two runs. Null, the
    /// default, for nobody. <see cref="ExploreProgress.To"/> shows it on a terminal or in a log.
    /// </summary>
    /// <remarks>Nothing hangs on it: an exploration goes the same way whether anybody is told or not.</remarks>
    public Action<ExploreProgress>? Progress { get; init; }

    /// <summary>Tells how long it takes. Decides nothing.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;
}
