using Microsoft.Extensions.Logging;

namespace SimAsync.Kernel;

/// <summary>Keeps a run's warnings in order and hands each to the exception handler, or to the logger.</summary>
internal sealed partial class WarningLog(SimLoop loop, ILogger? logger)
{
    private readonly List<SimWarning> all = [];

    public IReadOnlyList<SimWarning> All => all;

    public void Add(SimWarningKind kind, string message, string? task = null, Exception? exception = null)
    {
        var warning = new SimWarning(kind, message, loop.Time, loop.StepCount, task, exception);
        all.Add(warning);
        if (loop.ExceptionHandler is not { } handler)
        {
            Log(warning);
            return;
        }

        try
        {
            handler(loop, warning);
        }
        catch (Exception e)
        {
            Log(warning);
            var second = warning with { Kind = SimWarningKind.CallbackFailed, Message = "The exception handler itself threw.", Exception = e };
            all.Add(second);
            Log(second);
        }
    }

    private void Log(SimWarning warning)
    {
        if (logger is null)
        {
            return;
        }

        if (warning.Kind is SimWarningKind.NeverAwaited)
        {
            LogWarning(logger, warning.Exception, warning.Time, warning.Step, warning.Task, warning.Message);
        }
        else
        {
            LogError(logger, warning.Exception, warning.Time, warning.Step, warning.Task, warning.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "[{Time}, step {Step}, {Task}] {Message}")]
    private static partial void LogWarning(ILogger logger, Exception? exception, TimeSpan time, long step, string? task, string message);

    [LoggerMessage(2, LogLevel.Error, "[{Time}, step {Step}, {Task}] {Message}")]
    private static partial void LogError(ILogger logger, Exception? exception, TimeSpan time, long step, string? task, string message);
}
