using System.Runtime.ExceptionServices;
using SimAsync.Kernel;

namespace SimAsync;

// What comes from outside the simulation, and what waits for it in real time.
public sealed partial class SimLoop
{
    // How long another program's lock may be waited for, for real, before that is called a blocking wait.
    private static readonly TimeSpan RealPatience = TimeSpan.FromSeconds(5);

    // What moves a run that has come to rest comes from outside. How long it is listened for, for real, decides only by what name the run's end goes.
    private static readonly TimeSpan MomentOfRest = TimeSpan.FromMilliseconds(5);

    private volatile Stall? stall;
    private volatile bool isWaitingForReal;
    private volatile bool hasThreads;

    /// <summary>Whether a step waits, in real time, for what only another thread brings.</summary>
    internal bool IsWaitingForReal => isWaitingForReal;

    /// <summary>For how long a step may block where it is not held.</summary>
    internal StallPatience Patience => options.Patience;

    /// <summary>What a step was blocked in where nothing could hold it, if that ended the run.</summary>
    internal UserCall? StalledAt { get; private set; }

    /// <summary>Which step that was.</summary>
    internal long StalledStep { get; private set; }

    /// <summary>Whether a blocked step was found to be let go when none had run that might have done it.</summary>
    internal bool IsEndedFromOutside { get; private set; }

    /// <summary>Whether a step was held at a lock of the framework's own: another step of the run had it, or for too long a moment a thread that is not the run's.</summary>
    internal bool WasHeldAtInnerLock { get; private set; }

    private int WaitForReal(IntPtr[] handles, bool waitAll, int milliseconds, UserCall call, string why)
    {
        var patience = new RealWait(call.IsOutside && options.ForeignThreads ? options.ForeignWait : RealPatience);
        using KernelCode kernel = EnterKernel();
        int left = milliseconds;
        int result = BlockedStep.TimedOut;
        isWaitingForReal = true;
        while (result == BlockedStep.TimedOut && left != 0)
        {
            if (!patience.HasPart(out int part))
            {
                isWaitingForReal = false;
                throw Refuse(new BlockingWaitException(this, call, why));
            }

            // Its own timeout is another matter.
            part = left < 0 ? part : Math.Min(part, left);
            result = SimSynchronizationContext.Poll(handles, waitAll, part);
            left -= left < 0 ? 0 : part;
        }

        isWaitingForReal = false;

        if (call.IsOutside)
        {
            foreign.NoteUse();
        }

        return result;
    }

    /// <summary>Whether something that is not allowed comes from another thread, now that nothing inside is left to happen.</summary>
    internal bool HearsForeign() => foreign.WaitFor(hasThreads ? RealPatience : MomentOfRest) && !TakeForeign();

    /// <summary>Called by a thread from outside that is about to take part; and again, with -1, once it has told what it brings.</summary>
    internal void Arrives(int change) => foreign.Arrive(change);

    /// <summary>Called by a thread that was started in the run.</summary>
    internal void NoteThread() => hasThreads = true;

    /// <summary>Whether a thread was started in the run: what it does is not held.</summary>
    internal bool HasThreads => hasThreads;

    /// <summary>Called by another thread, which is about to interrupt the wait of this run's present step. False if one is under way.</summary>
    internal bool Stalled(Stall found)
    {
        found.Earlier = stall;
        return found.Earlier is not { IsUnderWay: true } && Interlocked.CompareExchange(ref stall, found, found.Earlier) == found.Earlier;
    }

    /// <summary>One that has not struck, and will not, is forgotten.</summary>
    internal void Unstalled(Stall found) => Interlocked.CompareExchange(ref stall, found.Earlier, found);

    /// <summary>Something was let out, or came in, that the simulation does not hold: the run fails with it, unless other threads may take part.</summary>
    internal void Escaped(string what)
    {
        if (options.ForeignThreads)
        {
            foreign.NoteUse();
        }
        else
        {
            Refuse(new UncontrolledConcurrencyException(this, what));
        }
    }

    // What is thrown into the code under test may be caught there, so the run is told as well.
    private Exception Refuse(Exception exception)
    {
        Unhandled ??= ExceptionDispatchInfo.Capture(exception);
        Stop();
        return exception;
    }

    // Nothing is ready, no timer is armed, and steps are blocked: if what one waits for comes now, it does not come from the simulation.
    private LoopEnd? LookOutside()
    {
        ClearStall();
        double patience = options.ForeignThreads ? options.ForeignWait.TotalMilliseconds

            // What no step waits for may yet have to be let go by another thread of the process, and then the rest is none.
            : blocked.Exists(static step => step.Call.IsInnerLock) ? Patience.Milliseconds
            : MomentOfRest.TotalMilliseconds;
        for (int waited = 0; ; waited++)
        {
            foreach (BlockedStep step in blocked)
            {
                step.Look();
                if (step.IsReady)
                {
                    if (step.Call.IsInnerLock)
                    {
                        // Another thread of the process had it for a moment, which is not to decide anything: see WasHeldAtInnerLock.
                        return null;
                    }

                    foreign.NoteUse();
                    IsEndedFromOutside = !options.ForeignThreads;
                    EscapeReason ??= $"another thread ended {step.Call}";
                    return options.ForeignThreads ? null : LoopEnd.Escape;
                }
            }

            if (foreign.Arrived)
            {
                return TakeForeign() ? null : LoopEnd.Escape;
            }

            if (waited >= patience && !(options.ForeignThreads && AttachedDebugger.IsHere))
            {
                return LoopEnd.Idle;
            }

#pragma warning disable RS0030 // The run has come to rest: it either ends here, or is another thread's to move.
            Thread.Sleep(1);
#pragma warning restore RS0030
        }
    }

    // A step's wait was interrupted. If that ended the wait, it ends the run, whatever the code under test made of the exception.
    private void TakeStall()
    {
        ClearStall();
        Stall? found = Interlocked.Exchange(ref stall, null);
        if (found?.Call is { } call)
        {
            (StalledAt, StalledStep) = (call, steps);
            Unhandled = ExceptionDispatchInfo.Capture(new BlockingWaitException(this, call, call.IsOutside
                ? "It waits in real time, which the simulation cannot hold: await Task.Delay, or pass a fake"
                : "The simulation cannot hold it there"));
            Stop();
        }
    }

    /// <summary>On whose thread it was, which has left the step: before another thread may run, and before this one waits for anything else.</summary>
    internal void ClearStall()
    {
        // What says that it has left the step is to be seen before this looks: see StallWatch.
        Interlocked.MemoryBarrier();
        if (stall is { } found && found.Thread == Thread.CurrentThread)
        {
            found.Clear();
            if (found.IsUnderWay)
            {
                Unstalled(found);
            }
        }
    }
}
