using System.Runtime.ExceptionServices;
using SimAsync.Kernel;

namespace SimAsync;

// Whose turn it is. The loop's code, and that of the steps, runs on one thread at a time: the one that has the turn. Mostly that is the thread that
// called Run. A step that blocks keeps its thread; the turn then passes to a spare thread, which drives the loop from there on. Once the step may go on it
// is lent the turn until it ends, as any step that runs on a thread of its own.
public sealed partial class SimLoop
{
    // While other threads of the run are blocked, a lock may be held by one of them, and then waiting is in vain; or by another program's thread, for a moment.
    private const int MomentMilliseconds = 5;

    private readonly List<BlockedStep> blocked = [];

    // The thread that has the turn.
    private Thread? thread;

    // Counts up each time a blocked step leaves the driving of the loop to another thread. Who finds that it has changed drives no longer.
    private int driver;
    private int homeDriver;
    private int drivers;

    // The thread that was lent the turn, while it has it; null if the driver has it.
    private IGuest? lent;
    private Signal? turnBack;
    private Attention attention;
    private volatile bool inStep;
    private List<int>? givenTimeouts;
    private bool closing;
    private int stepTick;
    private bool isDebugged = AttachedDebugger.IsHere;

    // For the thread that called Run, which has to return: how the loop ended, on another thread.
    private Thread? home;
    private Signal? ended;
    private LoopEnd howEnded;
    private ExceptionDispatchInfo? fault;

    internal IReadOnlyList<BlockedStep> Blocked => blocked;

    /// <summary>Whether a step has blocked, so that the run has had more than one thread.</summary>
    internal bool HasBlocked => ended is not null;

    /// <summary>The thread that called Run.</summary>
    internal Thread? Home => home;

    /// <summary>The thread on which a step runs, or null between two: asked by another thread, and perhaps no longer so.</summary>
    internal Thread? ThreadInStep => inStep ? thread : null;

    /// <summary>Whether a debugger has been attached at any time since the run began, as far as was looked: then the real clock says nothing of it.</summary>
    internal bool IsDebugged => isDebugged |= AttachedDebugger.IsHere;

    /// <summary>Whether the timeouts of blocking waits are what the code under test gave. Of a run that <see cref="IsDebugged"/> they are taken as they come.</summary>
    internal Timeouts Timeouts { get; private set; }

    /// <summary>Those timeouts, in milliseconds, with what the clock ticked since the step began: at least what the code under test gave, and mostly just that.</summary>
    internal IReadOnlyList<int> GivenTimeouts => givenTimeouts is null ? [] : givenTimeouts;

    /// <summary>The step in which the thread that called Run was blocked when the loop ended, and which was ended so that it can return.</summary>
    internal BlockedStep? Abandoned { get; private set; }

    /// <summary>
    /// The runtime is about to block this thread. Lets others run until what it waits for has come, and this step has its turn again.
    /// </summary>
    /// <param name="handles">What is waited for, as the runtime has it.</param>
    /// <param name="waitAll">Whether all of it.</param>
    /// <param name="milliseconds">At most so long; -1 for ever. Of virtual time.</param>
    /// <returns>What the runtime's wait would.</returns>
    internal int Wait(IntPtr[] handles, bool waitAll, int milliseconds)
    {
        if (!inStep || !ReferenceEquals(Current, this))
        {
            return isChecking ? WaitInCheck(handles, waitAll, milliseconds) : SimSynchronizationContext.Poll(handles, waitAll, milliseconds);
        }

        int result = SimSynchronizationContext.Poll(handles, waitAll, 0);
        if (result != BlockedStep.TimedOut || milliseconds == 0)
        {
            return result;
        }

        UserCall call = UserCall.Here();
        if (closing)
        {
            return call.HasToEnter ? Block(new BlockedStep(this, handles, waitAll, call) { AwaitsEntry = true }, Timeout.Infinite) : throw RunIsOver();
        }

        if (call.IsOutside)
        {
            return WaitForReal(handles, waitAll, milliseconds, call, "Nothing inside the simulation can end it. Replace it in the test, or await it with RunOptions.ForeignThreads");
        }

        if (call.IsLock)
        {
            // No step that waits holds it.
            if (blocked.Count == 0 && lent is null)
            {
                return WaitForReal(handles, waitAll, milliseconds, call, HeldOutside(call));
            }

            using (EnterKernel())
            {
                result = SimSynchronizationContext.Poll(handles, waitAll, MomentMilliseconds);
            }

            if (result != BlockedStep.TimedOut)
            {
                return result;
            }

            WasHeldAtInnerLock |= call.IsInnerLock;
        }

        if (milliseconds > 0 && call.TakesRealTimeOff && !IsDebugged)
        {
            if (options.MeasureSteps)
            {
                int ticked = RealTick() - stepTick;
                milliseconds += ticked;
                (givenTimeouts ??= []).Add(milliseconds);
                Timeouts = ticked == 0 ? Timeouts : Timeouts.Inexact;
            }
            else
            {
                Timeouts = Timeouts.Unmeasured;
            }
        }

        return Block(new BlockedStep(this, handles, waitAll, call), milliseconds);
    }

    /// <summary>From here to its end, code of the kernel runs in the middle of a step: what it waits for is no step's to bring.</summary>
    internal KernelCode EnterKernel() => new(this);

    /// <summary>Once the step has ended, the edge is to take hold of what it sent out.</summary>
    internal void AttendToEdge() => attention |= Attention.Edge;

    /// <summary>Blocks this step until a task is done, without the detours of a wait that does not know the simulation.</summary>
    internal void Wait(Task task)
    {
        if (!task.IsCompleted)
        {
            Block(new BlockedStep(this, task), Timeout.Infinite);
        }
    }

    /// <summary>Lets another thread run one step.</summary>
    internal void Lend(IGuest guest)
    {
        if (lent is not null)
        {
            throw new SimulationBugException("The turn is lent to two threads at once.");
        }

        turnBack ??= new Signal();
        SynchronizationContext? own = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        lent = guest;
        LeaveTurn();
        guest.Grant();
        turnBack.Wait();
        lent = null;
        TakeTurn();
        SynchronizationContext.SetSynchronizationContext(own);
        ThrowFault();
    }

    /// <summary>On the thread that was lent the turn.</summary>
    internal void TakeTurn()
    {
        thread = Thread.CurrentThread;
        current = this;
        (ThreadContext, seenFlow) = (null, null);
    }

    /// <summary>On the thread that was lent the turn: the step has ended, or waits.</summary>
    internal void GiveTurnBack()
    {
        LeaveTurn();
        turnBack!.Set();
    }

    /// <summary>
    /// Ends what is still blocked at the end of a run: its wait throws. In order of blocking, but what has to enter a lock does so once that is free, and it then ends at its next wait.
    /// </summary>
    internal void EndBlocked()
    {
        while (blocked.Count > 0)
        {
            End(blocked.Find(static step => !step.AwaitsEntry) ?? AwaitEntry());
        }
    }

    /// <summary>Lets another thread run what is left there, at the end of the run: nothing in it waits any more.</summary>
    internal void End(IGuest guest)
    {
        SimLoop? outer = current;
        closing = true;
        Lend(guest);
        closing = false;
        current = outer;
    }

    private void End(BlockedStep step)
    {
        if (step.Call.TakesLockAgain)
        {
            // Who was pulsed is counted on to wake: by SemaphoreSlim, say.
            step.TryEnter();
        }

        Withdraw(step);
        step.IsAborted = true;
        End((IGuest)step);
    }

    // All that is blocked has to enter a lock. None of them has what another waits for, unless a thread of other code has it.
    private BlockedStep AwaitEntry()
    {
        ClearStall();
        var patience = new RealWait(RealPatience, endsAnyway: true);
        for (; ; )
        {
            if (blocked.Find(static step => step.TryEnter()) is { } entered)
            {
                return entered;
            }

            if (!patience.HasPart(out int part))
            {
                return blocked[0];
            }

#pragma warning disable RS0030 // The run is over, and what it waits for is another thread's to do.
            Thread.Sleep(part);
#pragma warning restore RS0030
        }
    }

    // Home may go on, and drives the loop from there. This thread does so no longer, and may touch nothing of the loop after this.
    private void HandOver(BlockedStep step)
    {
        driver = homeDriver;
        SynchronizationContext.SetSynchronizationContext(null);
        LeaveTurn();
        step.Grant();
    }

    // Until another thread takes it, no thread has it: this one may wait, and that is no wait of a step.
    private void LeaveTurn()
    {
        (current, thread) = (null, null);
        ClearStall();
    }

    // Decides nothing: a run in which it moved is made again.
#pragma warning disable RS0030
    private static int RealTick() => Environment.TickCount;
#pragma warning restore RS0030

    private static OperationCanceledException RunIsOver() => new("The run has ended, and with it all that is still blocked in it.");

    private int Block(BlockedStep step, int milliseconds)
    {
        footprint?.NoteUnknown();
        SynchronizationContext? context = SynchronizationContext.Current;
        ITaskIdentity? task = CurrentTask;
        TaskPath path = CurrentPath;
        object? calledBack = CalledBack;
        Edge?.Collect();
        blocked.Add(step);
        attention |= Attention.Threads;
        if (milliseconds > 0)
        {
            Arm(step, After(milliseconds * TimeSpan.TicksPerMillisecond));
        }

        CurrentTask = null;
        inStep = false;
        SynchronizationContext.SetSynchronizationContext(null);
        if (lent is not null)
        {
            GiveTurnBack();
        }
        else
        {
            driver = ++drivers;
            ended ??= new Signal();
            LeaveTurn();
            SpareThread.Run(Drive);
        }

        step.AwaitTurn();
        blocked.Remove(step);
        TakeTurn();
        SynchronizationContext.SetSynchronizationContext(context);
        BreakIfDue();
        inStep = true;
        stepTick = options.MeasureSteps ? RealTick() : 0;
        CurrentPath = path;
        CurrentTask = task;
        CalledBack = calledBack;

        // What has come for it is its own, even now: a lock whose signal nobody takes wakes nobody any more, and it may be one that outlives the run.
        return step.IsAborted && !step.HasCome ? throw RunIsOver() : step.Result;
    }

    private static string HeldOutside(UserCall call) => call.InnerLock is { } method
        ? $"A lock of the framework's own, in {method.DeclaringType?.Name}.{method.Name}, is held by a thread outside the simulation"
        : "The lock is held by a thread outside the simulation";

    // The whole of a spare thread's work: drives the loop from where a step was blocked.
    private void Drive()
    {
        TakeTurn();
        SynchronizationContext.SetSynchronizationContext(Context);
        int frame = driver;
        LoopEnd end = LoopEnd.TurnLost;
        ExceptionDispatchInfo? thrown = null;
        try
        {
            // The step that has just blocked may have let another go before.
            LookAtBlocked();
            LookAfterStep();
            end = RunPasses(frame);
            if (end == LoopEnd.Stopped && SettlesAtEnd && blocked.Exists(step => step.Thread == home))
            {
                // What is ready may let it go; the thread that called Run cannot do so itself.
                BeginSettling();
                end = RunPasses(frame);
                end = end is LoopEnd.HandedOver or LoopEnd.TurnLost ? end : LoopEnd.Stopped;
            }
        }
        catch (Exception e)
        {
            thrown = ExceptionDispatchInfo.Capture(e);
        }

        if (end == LoopEnd.HandedOver)
        {
            return;
        }

        SynchronizationContext.SetSynchronizationContext(null);
        if (frame != driver)
        {
            fault ??= thrown;
            GiveTurnBack();
            return;
        }

        // The thread that called Run has to return. If it is blocked itself, its step has to end first.
        WaitsAtEnd = Waits();
        Tracer?.Close();
        while (blocked.Find(step => step.Thread == home) is { } step)
        {
            Abandoned ??= step;
            if (step.AwaitsEntry)
            {
                // Who has the lock may be blocked itself.
                EndBlocked();
            }
            else
            {
                End(step);
            }
        }

        (howEnded, fault) = (end, thrown);
        LeaveTurn();
        ended!.Set();
    }

    // On the thread that called Run, whose step was blocked and has ended: another drives the loop by now.
    private LoopEnd AwaitEnd(Exception? thrown)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        fault ??= thrown is null ? null : ExceptionDispatchInfo.Capture(thrown);
        GiveTurnBack();
        ended!.Wait();
        TakeTurn();
        ThrowFault();
        return howEnded;
    }

    // Once: what is left of the run still has to end.
    private void ThrowFault()
    {
        ExceptionDispatchInfo? thrown = fault;
        fault = null;
        thrown?.Throw();
    }

    // After a step. False if this thread drives the loop no longer.
    private bool Attend(int frame)
    {
        if (stall is not null)
        {
            TakeStall();
        }

        if (frame != driver)
        {
            return false;
        }

        DrainBookkeeping();
        if ((attention & Attention.Edge) != 0)
        {
            attention &= ~Attention.Edge;
            Edge!.Collect();
        }

        if ((attention & Attention.Threads) != 0)
        {
            LookAtBlocked();
            if (blocked.Count == 0)
            {
                attention &= ~Attention.Threads;
            }
        }

        if ((attention & Attention.Costs) != 0)
        {
            SpendTime();
        }

        LookAfterStep();
        return true;
    }

    // A step has ended, or has blocked.
    private void LookAfterStep()
    {
        if ((attention & Attention.Checks) != 0)
        {
            Check();
        }

        if ((attention & Attention.Cancellations) != 0)
        {
            MayStrike();
        }
    }

    private void LookAtBlocked()
    {
        for (int i = 0; i < blocked.Count; i++)
        {
            blocked[i].Look();
        }
    }

    /// <summary>See <see cref="EnterKernel"/>.</summary>
    internal readonly ref struct KernelCode
    {
        private readonly SimLoop loop;
        private readonly bool wasInStep;

        public KernelCode(SimLoop loop)
        {
            (this.loop, wasInStep) = (loop, loop.inStep);
            loop.inStep = false;
            loop.ClearStall();
        }

        public void Dispose() => loop.inStep = wasInStep;
    }
}
