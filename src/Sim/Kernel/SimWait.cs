using SimAsync.Kernel;

namespace SimAsync;

/// <summary>A task that waits: who, for what, where, since when, and who holds it.</summary>
/// <param name="Task">The task's path of creation, say <c>root.2.1</c>.</param>
/// <param name="Name">The task's name.</param>
/// <param name="For">What it waits for.</param>
/// <param name="HeldBy">The paths and names of those who hold that, if it is something to be held; otherwise empty.</param>
/// <param name="Method">The method whose await it stands at, or null.</param>
/// <param name="At">The line of that await, or null if there is no debug information.</param>
/// <param name="SinceTime">The virtual time at which it suspended itself; null if that was not seen, as of a plain async method.</param>
/// <param name="SinceStep">The step in which it did, or null.</param>
public sealed record SimWait(
    string Task,
    string Name,
    string For,
    IReadOnlyList<string> HeldBy,
    string? Method,
    SourceLine? At,
    TimeSpan? SinceTime,
    long? SinceStep)
{
    /// <summary>One line, as in a deadlock's message.</summary>
    public override string ToString() =>
        $"{Task} '{Name}' waits for {For}{(HeldBy.Count == 0 ? "" : $", held by {string.Join(", ", HeldBy)},")}"
        + $"{(SinceTime is { } time && SinceStep is { } step ? $" since {Describe.Instant(time, step)}" : "")}{(Method is null || Method == Name ? "" : $", in {Method}")}{(At is null ? "" : $", at {At}")}";
}
