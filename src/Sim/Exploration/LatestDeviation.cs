using SimAsync.Scheduler;

namespace SimAsync.Exploration;

/// <summary>
/// Of runs that are equally short, the one whose last deviation comes latest shows best where it goes wrong: what could still have gone well before it is in order. Looked for from the end, so what is found
/// first is it.
/// </summary>
internal static class LatestDeviation
{
    private const int MostRuns = 32;

    /// <param name="run">Makes a run with a strategy.</param>
    /// <param name="isSame">Whether a run fails in the way that is being explained.</param>
    /// <param name="shrunk">The run.</param>
    /// <returns>A run that fails with as many deviations; <paramref name="shrunk"/> itself if there is none.</returns>
    public static RunReport Find(Func<Strategy, RunReport> run, Func<RunReport, bool> isSame, RunReport shrunk)
    {
        Recording recording = shrunk.Recording!;
        if (recording.InPasses || !shrunk.IsReproducible || recording.Deviations is not [.., { Index: 1 } last] || !IsStep(shrunk, last))
        {
            return shrunk;
        }

        Deviation[] before = [.. recording.Deviations.SkipLast(1)];
        int left = MostRuns;
        for (int choice = recording.Count - 1; choice > last.Choice && left-- > 0; choice--)
        {
            RunReport later = run(Strategy.Guided([.. before, new Deviation(choice, 1)]));
            if (isSame(later) && later.Deviations == shrunk.Deviations)
            {
                return later;
            }
        }

        return shrunk;
    }

    // A fault, or a cancellation, is simplest where it is first possible.
    private static bool IsStep(RunReport run, Deviation deviation) => run.Chooser is EventChooser made && made.Candidates[deviation.Choice][deviation.Index] != 0;
}
