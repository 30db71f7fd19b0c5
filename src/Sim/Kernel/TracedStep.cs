namespace SimAsync.Kernel;

/// <summary>A step of a run that is followed.</summary>
internal sealed class TracedStep(long number, long ticks, StepSubject subject, TracedLane lane, int ready)
{
    public long Number => number;

    public long Ticks => ticks;

    public StepSubject Subject => subject;

    public TracedLane Lane => lane;

    /// <summary>How many steps were ready, this one included.</summary>
    public int Ready => ready;

    /// <summary>The step that made it ready; null if a timer did, or nothing in the run.</summary>
    public long? WokenBy { get; init; }

    /// <summary>If it went out of order, the one that would have gone.</summary>
    public PassedOver? InsteadOf { get; set; }

    /// <summary>Where its lane stood when it had ended; null if nowhere.</summary>
    public Standing? Then { get; set; }

    /// <summary>The lanes that went on within it, though the step was another's, in order; with where they stood then.</summary>
    public List<(TracedLane Lane, Standing? Then)> Others { get; } = [];
}

/// <summary>A step that was ready and was passed over.</summary>
internal sealed class PassedOver(StepSubject subject, TracedLane lane, object work, object? argument)
{
    public StepSubject Subject => subject;

    public TracedLane Lane => lane;

    /// <summary>The number of the step that it was in the end; null if it never ran.</summary>
    public long? RanAs { get; set; }

    public bool Is(in Scheduler.Step step) => ReferenceEquals(step.Work, work) && ReferenceEquals(step.Argument, argument);
}
