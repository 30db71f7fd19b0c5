namespace SimAsync.FsCheck.Models;

/// <summary>A command of a concurrent program.</summary>
/// <param name="Command">The command.</param>
/// <param name="Interruption">What is to come between; null for nothing.</param>
public sealed record PlannedCommand<TCommand>(TCommand Command, Interruption? Interruption = null)
{
    /// <summary>In one line.</summary>
    public override string ToString() => Interruption is null ? Text.Of(Command) : $"{Text.Of(Command)} ({Interruption})";
}
