using SimAsync.Scheduler;

namespace SimAsync.Exploration;

/// <summary>Makes many runs until one fails, shrinks that one, and plays it again to see that it stays.</summary>
internal static class Explorer
{
    public static ExploreReport Explore(Func<Coroutine<object?>> test, ExploreOptions options)
    {
        // A copy: what the runs find out of how to run is this exploration's.
        options = options with { IsTrial = true, Shard = options.Shard is { Count: > 1 } part ? part : null };
        CorpusFile? corpus = OpenCorpus(options);
        Search search = options.Strategy.Search();
        if (!search.TriesAll)
        {
            search = new SweepSearch(search, options.CancellationSweep, options.Seed);
        }

        var progress = new Progress(options);
        var log = new ExplorationLog(options);
        log.Begin();
        if (corpus is not null && FailAgain(test, options, corpus, progress) is { } kept)
        {
            return Report(kept);
        }

        for (int first = 0; first < options.Runs && !progress.IsStopped;)
        {
            // The first runs find out how all have to be made.
            int end = Math.Min(Math.Min(search.EndOfBatch(first), first < Batch.FirstRuns ? Batch.FirstRuns : int.MaxValue), options.Runs);
            Batch batch = Batch.Make(test, options, search, first, end, progress);
            if (batch.Failed is { } failed)
            {
                progress.Cut(failed.Run, failed.Report);
                log.Found(failed.Run, failed.Report);
                if (failed.Report.Exception is NondeterminismException)
                {
                    return Report(Determinism.Fail(failed.Report, options, failed.Run));
                }

                SimulationFailure failure = Fail(test, failed.Options, progress, failed.Report, SeedOf(options.Seed, failed.Run), failed.Run);
                log.Shrunk(failure);
                corpus?.Keep(failure);
                return Report(failure);
            }

            batch.Choosers.ForEach(search.Learn);
            first = search.IsComplete ? options.Runs : end;
        }

        return Report(null);

        ExploreReport Report(SimulationFailure? failure)
        {
            progress.End(failure);
            return log.End(new()
            {
                Exploration = (options.Strategy.Name, options.Seed, options.Runs),
                Shards = options.Shard is null ? [] : [options.Shard],
                Runs = progress.Made,
                Failure = failure,
                Complete = failure is null && search.IsComplete,
                Coverage = search.Coverage,
                Cancellations = search.Swept(options.Runs),
                Notes = corpus?.Notes ?? [],
            });
        }
    }

    /// <summary>The seed of one run: neighbouring runs and neighbouring explorations have nothing in common.</summary>
    public static ulong SeedOf(ulong seed, int run)
    {
        ulong state = seed;
        state = Xoshiro256.SplitMix64(ref state) + (ulong)run;
        return Xoshiro256.SplitMix64(ref state);
    }

    private static CorpusFile? OpenCorpus(ExploreOptions options) => options.Corpus is null ? null
        : new CorpusFile(options.Corpus, options.CorpusName ?? throw new ArgumentException("A Corpus needs a CorpusName, by which the test is known there.", nameof(options)));

    // Plays what the corpus keeps, in order, until one fails.
    private static SimulationFailure? FailAgain(Func<Coroutine<object?>> test, ExploreOptions options, CorpusFile corpus, Progress progress)
    {
        var gone = new List<(CorpusFile.KeptCode Code, string Why)>();
        SimulationFailure? failure = null;
        foreach (CorpusFile.KeptCode code in corpus.Codes)
        {
            RunReport report = RunEngine.Run(test, options, code.Strategy.Search(), options.Seed, 0, trace: false);
            if (report.Exception is ReplayDivergedException diverged)
            {
                gone.Add((code, diverged.Message));
            }
            else if (report.Exception is not null)
            {
                // It was shrunk when it was put in.
                failure = Fail(test, options with { Shrink = false }, progress, report, options.Seed, -1, corpus.PlaceOf(code));
                break;
            }
        }

        corpus.Drop(gone);
        return failure;
    }

    private static SimulationFailure Fail(Func<Coroutine<object?>> test, ExploreOptions options, Progress progress, RunReport found, ulong seed, int run, string? corpusPlace = null)
    {
        string origin = FailureOrigin.Of(found.Exception!);
        bool IsSame(RunReport report) => report.Exception is { } exception && FailureOrigin.Of(exception) == origin;

        RunReport shrunk = found;
        int shrinkRuns = 0;
        if (options.Shrink && !found.Recording!.InPasses && found.IsReproducible)
        {
            var shrinker = new Shrinker(
                strategy =>
                {
                    progress.Shrink();
                    return RunEngine.Run(test, options, strategy.Search(), seed, 0, trace: false);
                },
                IsSame,
                options.ShrinkRuns);
            shrunk = shrinker.Shrink(found);
            shrinkRuns = shrinker.Runs;
        }

        // What explains it. Runs that nobody is told of, as while a property's input is shrunk, need none.
        bool isTold = options.Shrink || corpusPlace is not null;
        Strategy? near = null;
        if (isTold)
        {
            RunReport Run(Strategy strategy) => RunEngine.Run(test, options, strategy.Search(), seed, 0, trace: false);
            shrunk = options.Shrink ? LatestDeviation.Find(Run, IsSame, shrunk) : shrunk;
            near = NearestPassing.Find(Run, shrunk);
        }

        // The nearest that passes comes first: who is told of the last run is told of the one that fails.
        RunReport? passing = near is null ? null : RunEngine.Run(test, options, near.Search(), seed, 0, trace: true);
        RunReport again = RunEngine.Run(test, options with { IsTrial = false }, Strategy.Replay(shrunk.ReplayCode).Search(), seed, 0, trace: true);
        bool same = IsSame(again) && again.Steps == shrunk.Steps;
        return new SimulationFailure(same ? again : shrunk)
        {
            Run = run + 1,
            Runs = options.Runs,
            IsExplained = same && isTold && !shrunk.Recording!.InPasses,
            Passing = same && passing?.Exception is null ? passing : null,
            DeviationsFound = found.Deviations,
            ShrinkRuns = shrinkRuns,
            Strategy = options.Strategy.Name,
            Seed = options.Seed,
            Shard = options.Shard,
            CorpusPlace = corpusPlace,
            HasCosts = options.StepCost is not null,
            IsReproducible = same,
            Suspects = same || options.TestAssembly is null ? [] : Interop.RealWorldReads.In(options.TestAssembly),
        };
    }
}
