using System.Diagnostics;
using System.Runtime.ExceptionServices;
using SimAsync.Kernel;

namespace SimAsync;

// What the thread pool would run (a work item, a timer's callback) is a step like any other, but in the surroundings that the pool gives: no
// synchronization context, the execution context that was captured or none, a thread that says that it is the pool's.
public sealed partial class SimLoop
{
    // A wait with a timeout of a millisecond, the least that there is, takes longer than this.
    private static readonly long SlowTimestamps = (long)(Stopwatch.Frequency * 0.0009);

    private ExecutionContext? bareFlow;
    private List<long>? slowSteps;
    private long lastPoolStep = -1;
    private long lastPoolEnd;

    /// <summary>The synchronization context of steps that the pool would run. Null, as on the pool, unless they are to be held when they block.</summary>
    internal SimSynchronizationContext? PoolContext { get; }

    /// <summary>Whether the running step is one that the pool would run.</summary>
    internal bool IsOnPool => SynchronizationContext.Current is var context && (context is null || ReferenceEquals(context, PoolContext));

    /// <summary>An execution context that has nothing but the mark of this run: what code runs in to which none flows.</summary>
    internal ExecutionContext? BareFlow => bareFlow ??= ThreadFields.Make(() => Ambient.Enter(this));

    /// <summary>The steps that the pool would run and that took so long, for real, that they may have waited for a timeout; and nothing held it.</summary>
    internal IReadOnlyList<long> SlowSteps => slowSteps is null ? [] : slowSteps;

    /// <summary>Runs a step's body as the pool would. What it throws ends the run: on the pool it would end the process.</summary>
    internal void RunOnPool(ExecutionContext? context, Action<object?> body, object? state)
    {
        // Which thread it is may not be asked of the field: a step that blocks goes on on its own thread, and others take their turns meanwhile.
        Thread here = Thread.CurrentThread;
        SynchronizationContext? outer = SynchronizationContext.Current;
        bool wasPools = ThreadFields.SayPoolThread(here, true);
        SynchronizationContext.SetSynchronizationContext(PoolContext);
        Enter(context ?? BareFlow);
        long began = 0;
        Stall? probe = null;
        if (PoolContext is null)
        {
            // Where the step before was the pool's too, its end is near enough to this one's beginning: the clock costs a tenth of a step.
            began = lastPoolStep == steps - 1 ? lastPoolEnd : RealTimestamp();
            probe = options.ProbedSteps?.Contains(steps) == true ? Stall.Send(here) : null;
        }

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
            if (PoolContext is null)
            {
                EndUnheld(began, probe);
            }

            ThreadFields.SayPoolThread(here, wasPools);
            SynchronizationContext.SetSynchronizationContext(outer);
            ThreadContext = null;
        }
    }

    // Decides nothing but that the run is made again, and how.
#pragma warning disable RS0030
    private static long RealTimestamp() => Stopwatch.GetTimestamp();
#pragma warning restore RS0030

    // A step of the pool's has ended in which nothing would have held a wait: whether it waited, or may have.
    private void EndUnheld(long began, Stall? probe)
    {
        (lastPoolStep, lastPoolEnd) = (steps, RealTimestamp());
        if (lastPoolEnd - began > SlowTimestamps)
        {
            (slowSteps ??= []).Add(steps);
        }

        if (probe is not null)
        {
            probe.Clear();
            probe.Forget();
            if (probe.Call is not null)
            {
                ClearStall();
                stall = probe;
            }
        }
    }
}
