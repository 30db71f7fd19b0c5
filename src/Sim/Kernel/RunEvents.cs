using Microsoft.Extensions.Logging;

namespace SimAsync.Kernel;

/// <summary>Logs what happens in a run, which it finds in the run's trace: a trace is kept for that, if only for a step.</summary>
internal sealed class RunEvents
{
    private readonly ILogger logger;

    // What the trace has before is told.
    private int told;
    private TimeSpan time;

    private RunEvents(ILogger logger, bool isTrial)
    {
        this.logger = logger;
        Traces = !isTrial;
        TracesSteps = Traces && logger.IsEnabled(LogLevel.Trace);
    }

    /// <summary>Whether anything is told but the run's beginning and its end.</summary>
    /// <remarks>Not of an exploration's many runs. It would be too much for anybody; and what is told there would be taken for a use of it.</remarks>
    public bool Traces { get; }

    /// <summary>Whether steps are told, and not only what is done in them.</summary>
    public bool TracesSteps { get; }

    /// <summary>Null if nobody hears it.</summary>
    public static RunEvents? To(ILogger? logger, bool isTrial) => logger?.IsEnabled(LogLevel.Debug) == true ? new RunEvents(logger, isTrial) : null;

    public void Began(ulong seed) => SimEvents.RunBegan(logger, seed);

    public void Ended(TimeSpan at, long step, Exception? failure) =>
        SimEvents.RunEnded(logger, at, step, failure is null ? "it passed" : $"{failure.GetType().Name}: {failure.Message}");

    /// <summary>Tells what is new.</summary>
    /// <param name="trace">What happened in it.</param>
    /// <param name="isKept">Whether the trace is wanted by somebody else too; otherwise what is told is dropped.</param>
    public void Tell(List<TraceEvent> trace, bool isKept)
    {
        if (told == trace.Count)
        {
            return;
        }

        using (SimLoop.StepOut())
        {
            for (; told < trace.Count; told++)
            {
                Tell(trace[told]);
            }
        }

        if (!isKept)
        {
            trace.Clear();
            told = 0;
        }
    }

    private void Tell(TraceEvent one)
    {
        if (one.Time != time)
        {
            SimEvents.TimeMoved(logger, one.Time, one.Step, time);
            time = one.Time;
        }

        switch (one)
        {
            case TraceEvent.StepRun:
                SimEvents.StepRuns(logger, one.Time, one.Step, one.Who);
                break;
            case TraceEvent.TaskSuspended suspended:
                SimEvents.TaskSuspended(logger, one.Time, one.Step, one.Who, suspended.WaitsFor);
                break;
            case TraceEvent.TaskCreated:
                SimEvents.TaskCreated(logger, one.Time, one.Step, one.Who);
                break;
            case TraceEvent.TaskEnded ended:
                SimEvents.TaskEnded(logger, one.Time, one.Step, one.Who, ended.Outcome);
                break;
            case TraceEvent.CancelRequested asked:
                SimEvents.CancelRequested(logger, one.Time, one.Step, one.Who, asked.Message);
                break;
            case TraceEvent.Chosen chosen:
                SimEvents.ChoiceMade(logger, one.Time, one.Step, one.Who, chosen.Answer, chosen.Count, chosen.Label);
                break;
            default:
                break;
        }
    }
}
