using System.Globalization;
using SimAsync.Exploration;

namespace SimAsync.FsCheck.Properties;

/// <summary>The progress of a property: that of the explorations of all its inputs together.</summary>
/// <param name="display">Where it is shown.</param>
/// <param name="clock">Tells how long it takes.</param>
internal sealed class PropertyProgress(ProgressDisplay display, TimeProvider clock)
{
    private readonly long begun = clock.GetTimestamp();
    private readonly List<string> strategies = [];
    private int inputs;
    private int firstFailing;
    private long runs;
    private long distinct;
    private bool isEstimate;
    private string strategy = "";

    /// <summary>For <see cref="ExploreOptions.Progress"/> of each input's.</summary>
    public void Report(ExploreProgress one)
    {
        strategy = one.Strategy;
        strategies.AddRange(one.Strategies.Except(strategies));
        TimeSpan elapsed = clock.GetElapsedTime(begun);
        if (one.Phase != ExplorePhase.Ended)
        {
            display.Show(elapsed, () => Line(elapsed, one.Runs + one.ShrinkRuns, one.DistinctSchedules, "shrinking"));
            return;
        }

        inputs++;
        firstFailing = firstFailing == 0 && one.Failures > 0 ? inputs : firstFailing;
        runs += one.Runs + one.ShrinkRuns;
        distinct += one.DistinctSchedules;
        isEstimate |= one.IsEstimate;
        display.Show(elapsed, () => Line(elapsed, 0, 0, "shrinking"));
    }

    /// <summary>It is over.</summary>
    public void End()
    {
        TimeSpan elapsed = clock.GetElapsedTime(begun);
        display.End(elapsed, Line(elapsed, 0, 0, "shrunk"));
    }

    private string Line(TimeSpan elapsed, long moreRuns, long moreDistinct, string shrunk)
    {
        double second = elapsed > TimeSpan.Zero ? (runs + moreRuns) / elapsed.TotalSeconds : 0;
        string failed = firstFailing == 0 ? "no failure" : string.Create(CultureInfo.InvariantCulture, $"1 failure, {shrunk} in {inputs - firstFailing:N0} more");
        return string.Create(CultureInfo.InvariantCulture,
            $"{inputs:N0} {(inputs == 1 ? "input" : "inputs")} in {elapsed.TotalSeconds:0.0} s, {runs + moreRuns:N0} runs, {second:N0} a second, ")
            + string.Create(CultureInfo.InvariantCulture, $"{(isEstimate ? "about " : "")}{distinct + moreDistinct:N0} distinct schedules, {failed}; {ExploreProgress.How(strategy, strategies)}");
    }
}
