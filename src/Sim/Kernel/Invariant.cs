namespace SimAsync.Kernel;

/// <summary>What has to hold after each step, or by a deadline after one.</summary>
internal sealed class Invariant(string label, Func<bool> holds, TimeSpan? within, TimeSpan sinceTime, long sinceStep) : IDisposable
{
    public string Label => label;

    public Func<bool> Holds => holds;

    /// <summary>By when, after its declaration, it has to hold once; null if it has to hold always.</summary>
    public TimeSpan? Within => within;

    /// <summary>When it was declared.</summary>
    public TimeSpan SinceTime => sinceTime;

    public long SinceStep => sinceStep;

    /// <summary>The execution context in which it was declared.</summary>
    public ExecutionContext? Context { get; } = ExecutionContext.Capture();

    /// <summary>The last instant at which it may come to hold, in ticks; <see cref="long.MaxValue"/> if there is none.</summary>
    public long Deadline { get; } = within is { } span && span.Ticks < long.MaxValue - sinceTime.Ticks ? sinceTime.Ticks + span.Ticks : long.MaxValue;

    /// <summary>Whether it is not asked any more.</summary>
    public bool IsOver { get; private set; }

    public void Dispose() => IsOver = true;
}
