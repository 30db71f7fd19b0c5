using SimAsync.Kernel;

namespace SimAsync;

/// <summary>What the run noticed and did not stop for, as asyncio logs it.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Message">The whole of it, for a person.</param>
/// <param name="Time">The virtual time.</param>
/// <param name="Step">The step.</param>
/// <param name="Task">The path and name of the task that it concerns, or null.</param>
/// <param name="Exception">The exception that it concerns, or null.</param>
public sealed record SimWarning(
    SimWarningKind Kind, string Message, TimeSpan Time, long Step, string? Task, Exception? Exception)
{
    /// <summary>The message with its time, step and task.</summary>
    public override string ToString() => $"{Describe.Instant(Time, Step)}{(Task is null ? "" : $", {Task}")}: {Message}";
}
