using Microsoft.Extensions.Logging;
using SimAsync.Kernel;

namespace SimAsync;

/// <summary>What the code under test logged, by a logger of <c>Sim.LoggerFactory</c> or of a <see cref="SimLoggerProvider"/>.</summary>
/// <param name="Time">The virtual time.</param>
/// <param name="Step">The step in which it was logged.</param>
/// <param name="Task">The path and name of the task, or the path of whose step it was.</param>
/// <param name="Category">The logger's category.</param>
/// <param name="Level">The level.</param>
/// <param name="Event">The event's number and name.</param>
/// <param name="Message">The message, with the scopes in which it was logged before it.</param>
/// <param name="Exception">The exception that was logged, or null.</param>
public sealed record SimLogEntry(
    TimeSpan Time, long Step, string Task, string Category, LogLevel Level, EventId Event, string Message, Exception? Exception)
{
    /// <summary>One line, and the exception if there is one.</summary>
    public override string ToString() =>
        $"{Describe.Instant(Time, Step)}, {Task}: {Level} {Category}: {Message}{(Exception is null ? "" : $"\n{Exception}")}";
}
