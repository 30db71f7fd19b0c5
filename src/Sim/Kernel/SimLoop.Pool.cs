using System.Runtime.ExceptionServices;
using SimAsync.Kernel;

namespace SimAsync;

// What the thread pool would run (a work item, a timer's callback) is a step like any other, but in the surroundings that the pool gives: no
// synchronization context, the execution context that was captured or none, a thread that says that it is the pool's.
public sealed partial class SimLoop
{
    private ExecutionContext? bareFlow;

    /// <summary>The synchronization context of steps that the pool would run. Null, as on the pool, unless they are to be held when they block.</summary>
    internal SimSynchronizationContext? PoolContext { get; }

    /// <summary>Whether the running step is one that the pool would run.</summary>
    internal bool IsOnPool => SynchronizationContext.Current is var context && (context is null || ReferenceEquals(context, PoolContext));

    /// <summary>An execution context that has nothing but the mark of this run: what code runs in to which none flows.</summary>
    internal ExecutionContext? BareFlow => bareFlow ??= ThreadFields.Make(() => Ambient.Enter(this));

    /// <summary>Runs a step's body as the pool would. What it throws ends the run: on the pool it would end the process.</summary>
    internal void RunOnPool(ExecutionContext? context, Action<object?> body, object? state)
    {
        // Which thread it is may not be asked of the field: a step that blocks goes on on its own thread, and others take their turns meanwhile.
        Thread here = Thread.CurrentThread;
        SynchronizationContext? outer = SynchronizationContext.Current;
        bool wasPools = ThreadFields.SayPoolThread(here, true);
        SynchronizationContext.SetSynchronizationContext(PoolContext);
        Enter(context ?? BareFlow);
        try
        {
            body(state);
        }
        catch (Exception e) when (e is not SimulationBugException)
        {
            Unhandled ??= ExceptionDispatchInfo.Capture(e);
            Stop();
        }
        finally
        {
            ThreadFields.SayPoolThread(here, wasPools);
            SynchronizationContext.SetSynchronizationContext(outer);
            ThreadContext = null;
        }
    }
}
