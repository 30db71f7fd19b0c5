using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
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
    private long spentOutside;

    /// <summary>The synchronization context of steps that the pool would run. Null, as on the pool, unless they are to be held when they block.</summary>
    internal SimSynchronizationContext? PoolContext { get; }

    /// <summary>Whether the running step is one that the pool would run.</summary>
    internal bool IsOnPool => SynchronizationContext.Current is var context && (context is null || ReferenceEquals(context, PoolContext));

    /// <summary>An execution context that has nothing but the mark of this run: what code runs in to which none flows.</summary>
    internal ExecutionContext? BareFlow => bareFlow ??= ThreadFields.Make(() => Ambient.Enter(this));

    /// <summary>The steps that the pool would run and that took so long, for real, that they may have waited for a timeout; and nothing held it.</summary>
    internal IReadOnlyList<long> SlowSteps => slowSteps is null ? [] : slowSteps;

    /// <summary>What the running step calls back, if the pool would: a task, a work item, a timer.</summary>
    internal object? CalledBack { get; private set; }

    /// <summary>Runs a step's body as the pool would. What it throws ends the run: on the pool it would end the process.</summary>
    internal void RunOnPool(ExecutionContext? context, Action<object?> body, object? state)
    {
        footprint?.NoteUnknown();

        // Which thread it is may not be asked of the field: a step that blocks goes on on its own thread, and others take their turns meanwhile.
        Thread here = Thread.CurrentThread;
        SynchronizationContext? outer = SynchronizationContext.Current;
        bool wasPools = ThreadFields.SayPoolThread(here, true);
        SynchronizationContext.SetSynchronizationContext(PoolContext);
        Enter(context ?? BareFlow);
        UnheldStep unheld = BeginUnheld(here);
        CalledBack = state;
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
            CalledBack = null;
            EndUnheld(unheld);
            ThreadFields.SayPoolThread(here, wasPools);
            SynchronizationContext.SetSynchronizationContext(outer);
            ThreadContext = null;
        }
    }

    /// <summary>A step of the pool's begins, on its thread. If nothing would hold a wait in it: takes the time, and stops it at its wait if that is asked for.</summary>
    internal UnheldStep BeginUnheld(Thread here) => PoolContext is not null ? default
        : new UnheldStep(

            // Where the step before was the pool's too, its end is near enough to this one's beginning: the clock costs a tenth of a step.
            lastPoolStep == steps - 1 ? lastPoolEnd : RealTimestamp(),
            options.ProbedSteps?.Contains(steps) == true && !AttachedDebugger.IsHere ? Stall.Send(here) : null);

    /// <summary>It has ended, on the same thread: whether it waited, or may have.</summary>
    internal void EndUnheld(UnheldStep step)
    {
        if (PoolContext is not null)
        {
            return;
        }

        (lastPoolStep, lastPoolEnd) = (steps, RealTimestamp());
        if (lastPoolEnd - step.Began - spentOutside > SlowTimestamps)
        {
            (slowSteps ??= []).Add(steps);
        }

        spentOutside = 0;

        if (step.Probe is { } probe)
        {
            probe.Clear();
            if (probe.Call is not null)
            {
                Stall? other = Interlocked.Exchange(ref stall, probe);
                if (other?.Thread == Thread.CurrentThread)
                {
                    other.Clear();
                }
            }
        }
    }

    // Decides nothing but that the run is made again, and how.
#pragma warning disable RS0030
    private static long RealTimestamp() => Stopwatch.GetTimestamp();
#pragma warning restore RS0030

    /// <summary>A step on the pool's side in which nothing holds a wait.</summary>
    /// <param name="Began">When it began, for real.</param>
    /// <param name="Probe">What stops it where it waits, or null.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct UnheldStep(long Began, Stall? Probe);
}
