using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using SimAsync.Kernel;
using SimAsync.Scheduler;

namespace SimAsync.Tasks;

/// <summary>
/// What drives a coroutine: CPython's <c>Task</c> behind the future that is its face. One step runs the innermost coroutine up to its
/// next suspension; coroutines that await each other are resumed from here in a loop, so their depth costs no stack.
/// </summary>
/// <remarks>
/// Source: CPython 3.14, <c>asyncio/tasks.py</c>, <c>Task.__step</c>, <c>__step_run_and_handle_result</c>, <c>__wakeup</c>, <c>cancel</c>. A task that
/// is not done is either ready, or waits on one future that has it among its callbacks, or sleeps. A sleep's future and
/// timer handle are folded into the task: nobody else can see them, and a million sleeps cost a million allocations less.
/// </remarks>
[DebuggerDisplay("{DebuggerText,nq}")]
internal sealed class TaskCore : IWork, IFutureCallback, ITaskIdentity, ITaskSlot
{
    // The argument of the step in which a sleep's timer fires.
    private static readonly object SleepIsOver = new();

    private readonly Watched watched;
    private readonly SimFuture face;
    private readonly SimLoop loop;
    private readonly TaskPath? parent;
    private readonly ulong hash;
    private readonly int ordinal;
    private TaskPath? path;

    // The coroutine that runs or is suspended; those that await it are its callers. Null once the task has ended.
    private Coroutine? frame;

    // Given as a text; otherwise the task's number.
    private object? name;
    private Exception? pending;
    private int cancelling;
    private bool mustCancel;
    private bool started;
    private bool wasAskedWithMany;

    public TaskCore(SimFuture face, SimLoop loop, Coroutine coroutine, TaskSettings settings)
    {
        if (settings.Eager)
        {
            // Eager tasks that make eager tasks go down the real stack, in CPython to a RecursionError. Here that would end the process.
            RuntimeHelpers.EnsureSufficientExecutionStack();
        }

        this.face = face;
        this.loop = loop;
        watched = Watched.New(loop);
        frame = coroutine;
        TaskPath creator = loop.CurrentPath;
        parent = creator;
        ordinal = creator.NextChild();
        hash = TaskPath.HashOf(creator, ordinal);
        TaskRegistry registry = TaskRegistry.Of(loop);
        name = settings.Name ?? (object)registry.NextNumber();
        Context = settings.Context ?? ExecutionContext.Capture();
        registry.Add(this);
    }

    public TaskCore? Previous { get; set; }

    public TaskCore? Next { get; set; }

    public long TimerNumber { get; set; }

    public ScheduledTask? Scheduled { get; set; }

    public ExecutionContext? Context { get; private set; }

    /// <summary>What it waits on; null while it is ready, or sleeps.</summary>
    public SimFuture? Waiter { get; private set; }

    /// <summary>Whether it sleeps and its timer has not fired.</summary>
    public bool IsSleeping { get; private set; }

    /// <summary>How often the walk that cancels has come through here and not yet gone back.</summary>
    public int RoundsOnCancelPath { get; set; }

    public SimFuture Face => face;

    public object? State => frame;

    public SimLoop Loop => loop;

    public long SinceTicks { get; private set; }

    public long SinceStep { get; private set; }

    public int Cancelling
    {
        get
        {
            watched.Read();
            return cancelling;
        }
    }

    public TaskPath Path => path ??= new TaskPath(parent, ordinal);

    /// <summary>Its name if it was given one, otherwise the name of its method.</summary>
    public string Label => name is string || frame is null ? Name : frame.Name[(frame.Name.LastIndexOf('.') + 1)..];

    public SuspendedMethod? Plain => Waiter is IOutsideWait ? SuspendedMethod.Of(CopyMachine()) : null;

    public string? Outcome => frame is null ? face.Told : null;

    public string Name
    {
        get
        {
            watched.Read();
            return name as string ?? string.Create(CultureInfo.InvariantCulture, $"Task-{name}");
        }

        set
        {
            watched.Write();
            name = value;
        }
    }

    /// <summary>Throws, at an await of the running task that has just been resumed, what it is to be resumed with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ThrowPending(SimLoop loop)
    {
        if (loop.CurrentTask is { } current && Unsafe.As<TaskCore>(current).pending is not null)
        {
            Unsafe.As<TaskCore>(current).ThrowPending();
        }
    }

    public void Start(bool eager)
    {
        loop.ThrowIfClosed();
        bool now = eager && ReferenceEquals(SimLoop.Current, loop);
        if (loop.Trace is not null)
        {
            loop.Trace.Add(new TraceEvent.TaskCreated(loop.StepCount, loop.Time, ToString(), now));
            loop.Tracer?.Made(this);
        }

        if (!now)
        {
            loop.Ready(this, null, hash);
            return;
        }

        // CPython's __eager_start: a step inside the step that makes the task.
        ITaskIdentity? outer = loop.CurrentTask;
        ExecutionContext? flow = loop.SeeContext();
        Step(null);
        loop.CurrentTask = outer;
        loop.Enter(flow);
        if (outer is TaskCore maker)
        {
            // What it has changed of its context it would keep at the end of its own step; from here on that shows no change any more.
            maker.Context = flow;
        }
    }

    public void Completed(SimFuture future) => loop.Ready(this, future, hash);

    public void Due()
    {
        if (loop.InPasses)
        {
            loop.Ready(this, SleepIsOver, hash);
        }
        else
        {
            WakeFromSleep();
        }
    }

    public void Run(object? argument)
    {
        if (argument is null)
        {
            Step(null);
        }
        else if (argument is SimFuture future)
        {
            Step(future.TakeError());
        }
        else if (ReferenceEquals(argument, SleepIsOver))
        {
            WakeFromSleep();
        }
        else
        {
            Step((Exception)argument);
        }
    }

    /// <summary>The running coroutine awaits a pending future.</summary>
    public void WaitOn(SimFuture future)
    {
        if (ReferenceEquals(future, face))
        {
            face.HasAwaitedItself = true;
            loop.Ready(this, new InvalidOperationException($"{this} cannot await itself."), hash);
        }
        else if (!ReferenceEquals(future.Loop, loop))
        {
            loop.Ready(this, new InvalidOperationException($"{this} awaits {future.Describe()}, which belongs to another simulation."), hash);
        }
        else
        {
            future.AddCallback(this);
            Waiter = future;
            if (mustCancel && CancelAwaited(future))
            {
                mustCancel = false;
            }
        }
    }

    /// <summary>The running coroutine yields: <c>sleep(0)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Yield() => loop.Ready(this, null, hash);

    /// <summary>The running coroutine sleeps for more than 0.</summary>
    public void Sleep(long ticks)
    {
        IsSleeping = true;
        loop.Arm(this, loop.After(ticks));
        if (mustCancel)
        {
            mustCancel = false;
            CancelSleep(face.CancelMessage);
        }
    }

    /// <summary>The running coroutine awaits another, which goes on in its place.</summary>
    public void Call(Coroutine callee)
    {
        callee.Begin(this, frame);
        frame = callee;
    }

    /// <summary>The first half of CPython's <c>cancel</c>: counts, and gives what is to be cancelled next, or null if that is all.</summary>
    public SimFuture? NoteCancel(string? message)
    {
        watched.Write();
        cancelling++;
        loop.Trace?.Add(new TraceEvent.CancelRequested(loop.StepCount, loop.Time, ToString(), message));
        if (loop.CancelsMany)
        {
            if (wasAskedWithMany)
            {
                return null;
            }

            wasAskedWithMany = true;
        }

        if (IsSleeping)
        {
            CancelSleep(message);
            return null;
        }

        if (Waiter is { } waiter)
        {
            return waiter;
        }

        MustCancel(message);
        return null;
    }

    /// <summary>The second half, if what it waits for was done: the cancellation is noted for its next step.</summary>
    public void MustCancel(string? message)
    {
        watched.Write();
        mustCancel = true;
        face.CancelMessage = message;
    }

    /// <summary>Takes it from what it waits for, and cancels it there; nothing if that has happened.</summary>
    public void CancelWait(string? message)
    {
        watched.Write();
        if (Waiter is not { } waiter)
        {
            return;
        }

        loop.Warnings.Add(
            SimWarningKind.RingBroken,
            $"It waits for {waiter.Describe()}, which waits for it in turn, so nothing but this cancellation could end them.",
            ToString());
        waiter.RemoveCallback(this);
        Waiter = null;
        loop.Ready(this, new CancelledException(message), hash);
    }

    /// <summary>Counts requests that nothing else came of.</summary>
    public void CountCancels(int count) => cancelling += count;

    public int Uncancel()
    {
        watched.Write();
        if (cancelling > 0 && --cancelling == 0)
        {
            mustCancel = false;
        }

        return cancelling;
    }

    public IReadOnlyList<StackEntry> GetStack(int? limit)
    {
        watched.Read();
        if (limit is { } least)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(least, nameof(limit));
        }

        var stack = new List<StackEntry>();
        for (Coroutine? at = frame; at is not null && stack.Count < (limit ?? int.MaxValue); at = at.Caller)
        {
            stack.Add(at.Entry());
        }

        stack.Reverse();
        return stack;
    }

    /// <summary>The state machine of the coroutine at which it stands.</summary>
    public IAsyncStateMachine? CopyMachine() => frame?.CopyMachine();

    public void PrintStack(TextWriter writer, int? limit)
    {
        if (face.HasFailed)
        {
            writer.WriteLine($"Task {this} ended with this exception:");
            writer.WriteLine(face.Exception);
            return;
        }

        IReadOnlyList<StackEntry> stack = GetStack(limit);
        writer.WriteLine(stack.Count == 0 ? $"No stack for {this}" : $"Stack for {this} (the outermost coroutine first):");
        foreach (StackEntry entry in stack)
        {
            writer.WriteLine($"  {entry}");
        }
    }

    public object? StateOf(object? argument) => this;

    public Standing? Stands() => frame is null ? null
        : new Standing(TaskWaits.Describe(this), [.. GetStack(null).Reverse().Where(static entry => !entry.IsOwn).Select(static entry => new StandingFrame(entry.Method, entry.At))]);

    public StepSubject Subject(object? argument)
    {
        StackEntry? at = GetStack(null).LastOrDefault(static entry => !entry.IsOwn);
        return ReferenceEquals(argument, SleepIsOver)
            ? new StepSubject(this, StepAct.Timer, at?.Method, at?.At, "timer of a sleep")
            : new StepSubject(this, started ? StepAct.Resume : StepAct.Start, at?.Method, at is null || started ? at?.At : frame!.Beginning);
    }

    public string Describe(object? argument) => argument is null || !ReferenceEquals(argument, SleepIsOver)
        ? $"{this}{(frame is { } at ? $" {(at.IsUnstarted ? "starts" : "resumes")} {at.Entry()}" : "")}"
        : $"{this} timer of a sleep";

    public override string ToString() => $"{Path} '{Name}'";

    private string DebuggerText => SimLoop.Quietly(() => Shown.Of(face));

    // What goes wrong here goes wrong in the loop, not in the coroutine, which has suspended itself by now.
    private bool CancelAwaited(SimFuture future)
    {
        try
        {
            return future.Cancel(face.CancelMessage);
        }
        catch (TaskRingException e)
        {
            loop.Warnings.Add(SimWarningKind.CallbackFailed, e.Message, ToString(), e);
            return false;
        }
    }

    private void CancelSleep(string? message)
    {
        IsSleeping = false;
        if (TimerNumber != 0)
        {
            loop.Disarm(this);
        }

        loop.Ready(this, new CancelledException(message), hash);
    }

    private void WakeFromSleep()
    {
        if (IsSleeping)
        {
            IsSleeping = false;
            loop.Ready(this, null, hash);
        }
    }

    private void ThrowPending()
    {
        Exception thrown = pending!;
        pending = null;
        loop.Rethrower.Throw(thrown);
    }

    private void Step(Exception? thrown)
    {
        AssertInvariants();
        watched.Write();
        Coroutine at = frame!;
        if (mustCancel && !at.CannotThrow)
        {
            if (thrown is not OperationCanceledException)
            {
                thrown = face.MakeCancelled();
            }

            mustCancel = false;
        }

        Waiter = null;
        loop.CurrentTask = this;
        loop.Enter(Context);
        if (!started)
        {
            started = true;
            if (at.IsUnstarted)
            {
                at.Begin(this, null);
            }
            else if (!at.IsClaimedBy(this))
            {
                at = frame = new EndedCoroutine(at.ReusedError());
            }
        }

        if (thrown is not null)
        {
            pending = at.ThrowIn(thrown);
        }

        long calls = 0;
        for (; ; )
        {
            if (!at.IsEnded)
            {
                at.Resume();
            }

            if (at.IsEnded)
            {
                if (at.Caller is not { } caller)
                {
                    break;
                }

                at = frame = caller;
            }
            else if (!ReferenceEquals(at, frame))
            {
                at = frame!;
                if (++calls > loop.CallBound)
                {
                    loop.GiveUp();
                    break;
                }
            }
            else
            {
                break;
            }
        }

        if (loop.MayHaveChangedContext())
        {
            Context = loop.SeeContext();
        }

        loop.CurrentTask = null;
        if (at.IsEnded)
        {
            End(at);
        }
        else
        {
            (SinceTicks, SinceStep) = (loop.Ticks, loop.StepCount);
            loop.StepTrace?.Add(new TraceEvent.TaskSuspended(loop.StepCount, loop.Time, ToString(), TaskWaits.Describe(this)));
        }
    }

    private void End(Coroutine ended)
    {
        frame = null;
        TaskRegistry.Of(loop).Remove(this);
        if (loop.Trace is not null)
        {
            loop.Trace.Add(new TraceEvent.TaskEnded(loop.StepCount, loop.Time, ToString(),
                ended.Error is { } error ? error is OperationCanceledException ? "cancelled" : $"{error.GetType().Name}: {error.Message}" : "done"));
        }

        if (ended.Error is null)
        {
            if (mustCancel)
            {
                mustCancel = false;
                face.CancelSelf(face.CancelMessage);
            }
            else
            {
                face.TakeResult(ended);
            }
        }
        else if (ended.Error is OperationCanceledException)
        {
            face.EndCancelled(ended.Error);
        }
        else
        {
            face.Fail(ended.Error);
        }
    }

    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        Check(!face.HasOutcome, "A task that has ended is given a step.");
        Check(frame is not null, "A task without a coroutine is given a step.");
        Check(!IsSleeping, "A sleeping task is given a step.");
        Check(pending is null, "An exception that was to be thrown into a coroutine was not.");

        void Check(bool holds, string what)
        {
            if (!holds)
            {
                throw new SimulationBugException($"{what} ({this})");
            }
        }
    }
}
