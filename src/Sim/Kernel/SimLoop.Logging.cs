using Microsoft.Extensions.Logging;
using SimAsync.Kernel;

namespace SimAsync;

// What is logged, and where. The loggers are other people's code: while they work, the thread is outside the simulation.
public sealed partial class SimLoop
{
    private readonly RunEvents? events;
    private StepScope? scope;
    private ITaskIdentity? scopeTask;

    /// <summary>The factory that the run was given for what is logged; null for none.</summary>
    internal ILoggerFactory? OwnLoggers => options.LoggerFactory;

    /// <summary>Whether what the code under test logs goes no further: one of an exploration's runs, and they were not asked for.</summary>
    internal bool IsMute => options.IsTrial && !options.LogsTrials;

    /// <summary>Whether the trace is kept for whoever gets the report.</summary>
    internal bool IsTraced => options.Trace;

    /// <summary>The trace, if steps are of interest in it.</summary>
    internal List<TraceEvent>? StepTrace { get; }

    /// <summary>The run begins.</summary>
    internal void TellBegin() => events?.Began(options.Seed);

    /// <summary>The run is over.</summary>
    internal void TellEnd(TimeSpan time, long step, Exception? failure)
    {
        TellEvents();
        events?.Ended(time, step, failure);
    }

    /// <summary>Logs what has happened since this was last called.</summary>
    internal void TellEvents()
    {
        if (events is { Traces: true })
        {
            events.Tell(Trace!, isKept: options.Trace);
        }
    }

    /// <summary>The scope of what is logged now.</summary>
    internal StepScope ScopeOfStep()
    {
        if (scope is null || scope.Step != steps || scopeTask != CurrentTask)
        {
            (scope, scopeTask) = (new StepScope(Time, steps, Quietly(() => CurrentTask?.ToString() ?? CurrentPath.ToString())), CurrentTask);
        }

        return scope;
    }

    /// <summary>From here to its end, this thread is outside the simulation, if it was in it: what is sent to the pool, waited for and armed is no business of the run's, also in the middle of a step.</summary>
    internal static OutsideCode StepOut() => current is { } loop ? new(loop) : default;

    /// <summary>See <see cref="StepOut"/>.</summary>
    internal readonly ref struct OutsideCode
    {
        private readonly SimLoop? loop;
        private readonly bool wasInStep;
        private readonly bool suppresses;
        private readonly SynchronizationContext? context;
        private readonly long began;

        public OutsideCode(SimLoop loop)
        {
            (this.loop, wasInStep, context) = (loop, loop.inStep, SynchronizationContext.Current);
            began = loop.PoolContext is null && loop.IsOnPool ? RealTimestamp() : 0;

            // What flows on from here would belong to the run.
            suppresses = !ExecutionContext.IsFlowSuppressed();
            if (suppresses)
            {
                ExecutionContext.SuppressFlow();
            }

            loop.inStep = false;
            current = null;
            SynchronizationContext.SetSynchronizationContext(null);
        }

        public void Dispose()
        {
            if (loop is null)
            {
                return;
            }

            SynchronizationContext.SetSynchronizationContext(context);
            current = loop;
            loop.inStep = wasInStep;
            if (suppresses)
            {
                ExecutionContext.RestoreFlow();
            }

            if (began != 0)
            {
                // How long others' code took says nothing of the step's.
                loop.spentOutside += RealTimestamp() - began;
            }
        }
    }
}
