using SimAsync.Scheduler;

namespace SimAsync.Exploration;

/// <summary>Makes many runs until one fails, shrinks that one, and plays it again to see that it stays.</summary>
internal static class Explorer
{
    public static ExploreReport Explore(Func<Coroutine<object?>> test, ExploreOptions options)
    {
        // A copy: what the runs find out of how to run is this exploration's.
        options = options with { DropLog = true };
        Search search = options.Strategy.Search();
        var learnt = new List<IChooser>();
        int batch = search.EndOfBatch(0);
        for (int run = 0; run < options.Runs; run++)
        {
            if (run == batch)
            {
                learnt.ForEach(search.Learn);
                learnt.Clear();
                batch = search.EndOfBatch(run);
            }

            ulong seed = SeedOf(options.Seed, run);
            options.KeepMarks = Determinism.Samples(options, run);
            RunReport report = RunEngine.Run(test, options, search, seed, run, trace: false);
            if (batch < int.MaxValue)
            {
                learnt.Add(report.Chooser!);
            }

            if (report.Exception is not null)
            {
                return new ExploreReport { Runs = run + 1, Failure = Fail(test, options, report, seed, run) };
            }

            if (options.KeepMarks && Determinism.Compare(test, options, report, seed) is { } differing)
            {
                return new ExploreReport { Runs = run + 1, Failure = Determinism.Fail(differing, options, run) };
            }

            if (options.Stop?.Invoke() == true)
            {
                return new ExploreReport { Runs = run + 1 };
            }

            if ((run + 1) % 100 == 0)
            {
                options.Progress?.Invoke(run + 1);
            }
        }

        return new ExploreReport { Runs = options.Runs };
    }

    /// <summary>The seed of one run: neighbouring runs and neighbouring explorations have nothing in common.</summary>
    private static ulong SeedOf(ulong seed, int run)
    {
        ulong state = seed;
        state = Xoshiro256.SplitMix64(ref state) + (ulong)run;
        return Xoshiro256.SplitMix64(ref state);
    }

    private static SimulationFailure Fail(Func<Coroutine<object?>> test, ExploreOptions options, RunReport found, ulong seed, int run)
    {
        string origin = FailureOrigin.Of(found.Exception!);
        bool IsSame(RunReport report) => report.Exception is { } exception && FailureOrigin.Of(exception) == origin;

        RunReport shrunk = found;
        int shrinkRuns = 0;
        if (options.Shrink && !found.Recording!.InPasses && found.IsReproducible)
        {
            var shrinker = new Shrinker(
                strategy => RunEngine.Run(test, options, strategy.Search(), seed, 0, trace: false), IsSame, options.ShrinkRuns);
            shrunk = shrinker.Shrink(found);
            shrinkRuns = shrinker.Runs;
        }

        RunReport again = RunEngine.Run(test, options with { DropLog = false }, Strategy.Replay(shrunk.ReplayCode).Search(), seed, 0, trace: true);
        bool same = IsSame(again) && again.Steps == shrunk.Steps;
        return new SimulationFailure(same ? again : shrunk)
        {
            Run = run + 1,
            DeviationsFound = found.Deviations,
            ShrinkRuns = shrinkRuns,
            Strategy = options.Strategy.Name,
            Seed = options.Seed,
            IsReproducible = same,
            Suspects = same || options.TestAssembly is null ? [] : Interop.RealWorldReads.In(options.TestAssembly),
        };
    }
}
