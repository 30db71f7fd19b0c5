using SimAsync.Kernel;

namespace SimAsync;

/// <summary>What happened in a run, one by one; kept when <see cref="RunOptions.Trace"/> asks for it.</summary>
/// <param name="Step">The step in which it happened.</param>
/// <param name="Time">The virtual time.</param>
/// <param name="Who">The path and name of the task, or what else it was.</param>
public abstract record TraceEvent(long Step, TimeSpan Time, string Who)
{
    private protected abstract string Text { get; }

    /// <summary>One line: time, step, who and what.</summary>
    public sealed override string ToString() => $"{Describe.Instant(Time, Step)}: {Who}{Text}";

    /// <summary>A step began.</summary>
    public sealed record StepRun(long Step, TimeSpan Time, string Who) : TraceEvent(Step, Time, Who)
    {
        private protected override string Text => "";
    }

    /// <summary>A task was made.</summary>
    /// <param name="Step">The step in which it happened.</param>
    /// <param name="Time">The virtual time.</param>
    /// <param name="Who">The new task.</param>
    /// <param name="Eager">Whether it starts at once.</param>
    public sealed record TaskCreated(long Step, TimeSpan Time, string Who, bool Eager) : TraceEvent(Step, Time, Who)
    {
        private protected override string Text => Eager ? " created, and started eagerly" : " created";
    }

    /// <summary>A task ended.</summary>
    /// <param name="Step">The step in which it happened.</param>
    /// <param name="Time">The virtual time.</param>
    /// <param name="Who">The task.</param>
    /// <param name="Outcome">What it ended with: a result, cancelled, or the exception.</param>
    public sealed record TaskEnded(long Step, TimeSpan Time, string Who, string Outcome) : TraceEvent(Step, Time, Who)
    {
        private protected override string Text => $" ended: {Outcome}";
    }

    /// <summary>A task suspended itself.</summary>
    /// <param name="Step">The step in which it happened.</param>
    /// <param name="Time">The virtual time.</param>
    /// <param name="Who">The task.</param>
    /// <param name="WaitsFor">What it waits for.</param>
    public sealed record TaskSuspended(long Step, TimeSpan Time, string Who, string WaitsFor) : TraceEvent(Step, Time, Who)
    {
        private protected override string Text => $" waits for {WaitsFor}";
    }

    /// <summary>A task was asked to cancel itself.</summary>
    /// <param name="Step">The step in which it happened.</param>
    /// <param name="Time">The virtual time.</param>
    /// <param name="Who">The task.</param>
    /// <param name="Message">The message that was given, or null.</param>
    public sealed record CancelRequested(long Step, TimeSpan Time, string Who, string? Message) : TraceEvent(Step, Time, Who)
    {
        private protected override string Text => Message is null ? " is to be cancelled" : $" is to be cancelled: {Message}";
    }

    /// <summary>Something that tasks share was taken or let go: a lock, an item of a queue, an event.</summary>
    /// <param name="Step">The step in which it happened.</param>
    /// <param name="Time">The virtual time.</param>
    /// <param name="Who">Who did it.</param>
    /// <param name="What">What was done, to what: <c>released Lock 'db'</c>.</param>
    /// <param name="LetsGo">Whether others may go on by it; false if it is kept from them.</param>
    public sealed record Used(long Step, TimeSpan Time, string Who, string What, bool LetsGo) : TraceEvent(Step, Time, Who)
    {
        private protected override string Text => $" {What}";
    }

    /// <summary>The simulation cancelled something, after a step: see <see cref="Sim.MayCancel(SimFuture, string?)"/>.</summary>
    /// <param name="Step">The step after which it did.</param>
    /// <param name="Time">The virtual time.</param>
    /// <param name="Who">What was cancelled.</param>
    public sealed record Injected(long Step, TimeSpan Time, string Who) : TraceEvent(Step, Time, Who)
    {
        private protected override string Text => " was cancelled by the simulation";
    }

    /// <summary>A task graph's statement did something.</summary>
    /// <param name="Step">The step in which it happened.</param>
    /// <param name="Time">The virtual time.</param>
    /// <param name="Who">The graph's task.</param>
    /// <param name="What">What, as in the graph's own trace.</param>
    public sealed record Noted(long Step, TimeSpan Time, string Who, string What) : TraceEvent(Step, Time, Who)
    {
        private protected override string Text => $" {What}";
    }

    /// <summary>The code under test asked for a choice.</summary>
    /// <param name="Step">The step in which it happened.</param>
    /// <param name="Time">The virtual time.</param>
    /// <param name="Who">Who asked.</param>
    /// <param name="Label">What was asked.</param>
    /// <param name="Answer">The answer, from 0.</param>
    /// <param name="Count">How many answers there were.</param>
    public sealed record Chosen(long Step, TimeSpan Time, string Who, string Label, int Answer, int Count) : TraceEvent(Step, Time, Who)
    {
        private protected override string Text => $" chose {Answer} of {Count} for {Label}";
    }
}
