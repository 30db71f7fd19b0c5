using Microsoft.Extensions.Logging;

namespace SimAsync.Kernel;

/// <summary>Keeps a run's warnings in order and hands each to the exception handler, or to the logger.</summary>
internal sealed class WarningLog(SimLoop loop, ILogger? logger)
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

        loop.TellEvents();
        using SimLoop.OutsideCode outside = SimLoop.StepOut();
        if (warning.Kind is SimWarningKind.NeverAwaited)
        {
            SimEvents.Warned(logger, warning.Exception, warning.Time, warning.Step, warning.Task, warning.Message);
        }
        else
        {
            SimEvents.WentWrong(logger, warning.Exception, warning.Time, warning.Step, warning.Task, warning.Message);
        }
    }
}
