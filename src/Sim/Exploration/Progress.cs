using SimAsync.Scheduler;

namespace SimAsync.Exploration;

/// <summary>How far an exploration is. Its threads share it. What only serves to tell of it is not looked at unless somebody is told.</summary>
internal sealed class Progress
{
    // At least so much real time is between two times that the user is told.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    // Between two looks at the clock, also if runs were short and are no more.
    private const int MostUnseen = 100;

    private readonly ExploreOptions options;
    private readonly Action<ExploreProgress>? told;
    private readonly Lock sync = new();
    private readonly DistinctCount schedules = new();
    private readonly List<string> strategies = [];
    private readonly long begun;
    private TimeSpan last;
    private TimeSpan? exploredFor;
    private int nextLook;
    private int failures;
    private int shrinkRuns;
    private volatile bool isStopped;

    public Progress(ExploreOptions options)
    {
        (this.options, told) = (options, options.Progress);
        begun = told is null ? 0 : options.Clock.GetTimestamp();
    }

    /// <summary>How many of its own runs it has made.</summary>
    public int Made { get; private set; }

    /// <summary>Whether no more are to be made.</summary>
    public bool IsStopped => isStopped;

    /// <summary>Whether a run belongs to this shard.</summary>
    public bool IsOwn(int run) => options.Shard is not { } shard || run % shard.Count == shard.Index;

    /// <summary>A run has passed.</summary>
    public void Pass(int run, RunReport report)
    {
        bool isOwn = IsOwn(run);
        ulong schedule = told is null || !isOwn ? 0 : report.Recording!.Hash();
        lock (sync)
        {
            Made += isOwn ? 1 : 0;
            if (told is not null && isOwn)
            {
                Note(report, schedule);
                if (Made >= nextLook)
                {
                    Look();
                }
            }

            isStopped |= options.Stop?.Invoke() == true;
        }
    }

    /// <summary>A run has failed: those after it do not count, though other threads may have made some.</summary>
    public void Cut(int run, RunReport report)
    {
        Made = options.Shard is { } shard ? (run / shard.Count) + (run % shard.Count >= shard.Index ? 1 : 0) : run + 1;
        failures = 1;
        if (told is not null)
        {
            Note(report, report.Recording!.Hash());
        }
    }

    /// <summary>A run is about to be made to shrink the failure.</summary>
    public void Shrink()
    {
        if (told is null)
        {
            return;
        }

        TimeSpan elapsed = options.Clock.GetElapsedTime(begun);
        bool isFirst = exploredFor is null;
        exploredFor ??= elapsed;
        if (isFirst || elapsed - last >= Pause)
        {
            Tell(ExplorePhase.Shrinking, elapsed);
        }

        shrinkRuns++;
    }

    /// <summary>It is over.</summary>
    public void End(SimulationFailure? failure)
    {
        failures = failure is null ? 0 : 1;
        if (told is not null)
        {
            Tell(ExplorePhase.Ended, options.Clock.GetElapsedTime(begun));
        }
    }

    // The clock costs as much as a few steps, so it is looked at once in a hundredth of a second, if so many runs are made in that.
    private void Look()
    {
        const double Often = 0.01;
        TimeSpan elapsed = options.Clock.GetElapsedTime(begun);
        nextLook = Made + 1 + (int)Math.Min(MostUnseen, elapsed > TimeSpan.Zero ? Made * Often / elapsed.TotalSeconds : 0);
        if (elapsed - last >= Pause)
        {
            Tell(ExplorePhase.Exploring, elapsed);
        }
    }

    private void Note(RunReport report, ulong schedule)
    {
        if (!report.IsRedundant)
        {
            schedules.Add(schedule);
        }

        if (ChooserName.Of(report.Chooser) is { } name && !strategies.Contains(name))
        {
            strategies.Add(name);
        }
    }

    private void Tell(ExplorePhase phase, TimeSpan elapsed)
    {
        last = elapsed;
        double seconds = (exploredFor ?? elapsed).TotalSeconds;
        told!(new ExploreProgress
        {
            Phase = phase,
            Runs = Made,
            Of = options.Shard is { } shard ? (options.Runs - shard.Index + shard.Count - 1) / shard.Count : options.Runs,
            Elapsed = elapsed,
            RunsPerSecond = seconds > 0 ? Made / seconds : 0,

            // What other threads made after the run that failed does not count.
            DistinctSchedules = Math.Min(schedules.Count, Made),
            IsEstimate = schedules.IsEstimate,
            Strategy = options.Strategy.Name,
            Strategies = strategies is [var only] && only == options.Strategy.Name ? [] : [.. strategies],
            Failures = failures,
            ShrinkRuns = shrinkRuns,
        });
    }
}
