namespace SimAsync.Scheduler;

/// <summary>Keeps a run's steps as events: what made each ready, and what it used.</summary>
internal abstract class RunTracer() : TaskChooser(0, new Knowledge())
{
    private readonly List<RunEvent> events = [];
    private int afterTime;

    /// <summary>The steps, in order. Their clocks are not set.</summary>
    public IReadOnlyList<RunEvent> Events => events;

    /// <summary>For each task that is ready, the number of the step since which it is.</summary>
    protected Dictionary<ulong, int> ReadySince { get; } = [];

    public override void TimeMoved()
    {
        base.TimeMoved();
        afterTime = events.Count;
    }

    protected override void Saw(ReadOnlySpan<ScheduledTask> ready)
    {
        foreach (ScheduledTask task in ready)
        {
            ReadySince.TryAdd(task.Key, events.Count - 1);
        }
    }

    /// <summary>A task's step begins.</summary>
    /// <param name="task">The task.</param>
    /// <param name="process">Its number.</param>
    protected void Trace(ScheduledTask task, int process)
    {
        ReadySince.Remove(task.Key, out int since);
        events.Add(new RunEvent(task.Key, process, task.Steps + 1, since, afterTime));
    }

    protected override void Ended(ScheduledTask task, Footprint footprint) =>
        (events[^1].Accesses, events[^1].IsUnknown) = ([.. footprint.Accesses], footprint.IsUnknown);
}
