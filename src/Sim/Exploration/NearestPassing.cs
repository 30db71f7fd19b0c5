using SimAsync.Scheduler;

namespace SimAsync.Exploration;

/// <summary>
/// Finds, for a run that fails, one that passes and begins in the same way: what made the difference shows where they part. Without the last of its deviations a shrunk run passes, for it is minimal; if not, the
/// last ones are left out, more and more. A run that fails in order is tried with one deviation, the latest first.
/// </summary>
internal static class NearestPassing
{
    private const int MostRuns = 32;

    /// <param name="run">Makes a run with a strategy.</param>
    /// <param name="failing">The run that fails.</param>
    /// <returns>How to make it; null if none was found.</returns>
    public static Strategy? Find(Func<Strategy, RunReport> run, RunReport failing)
    {
        Recording recording = failing.Recording!;
        if (recording.InPasses || !failing.IsReproducible)
        {
            return null;
        }

        foreach (IReadOnlyList<Deviation> deviations in Candidates(recording).Take(MostRuns))
        {
            Strategy strategy = Strategy.Guided(deviations);
            if (run(strategy).Exception is null)
            {
                return strategy;
            }
        }

        return null;
    }

    private static IEnumerable<IReadOnlyList<Deviation>> Candidates(Recording recording)
    {
        IReadOnlyList<Deviation> all = recording.Deviations;
        for (int kept = all.Count - 1; kept >= 0; kept--)
        {
            yield return [.. all.Take(kept)];
        }

        for (int choice = recording.Count - 1; choice >= 0 && all.Count == 0; choice--)
        {
            yield return [new Deviation(choice, 1)];
        }
    }
}
