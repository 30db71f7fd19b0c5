using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using SimAsync.Scheduler;

namespace SimAsync.Kernel;

/// <summary>Makes each continuation that is posted a step of the loop: the context in which plain <c>async Task</c> code runs.</summary>
internal sealed class SimSynchronizationContext : SynchronizationContext
{
    // That one thread has left over at a time: a step's is cleared before the next is sent, but for one that struck and one that asks whether it waits.
    private const int MostInterruptions = 2;

    private readonly SimLoop loop;
    private readonly bool isPools;

    // The framework posts with a few delegates that it keeps, so a few runners serve them all and a post allocates nothing.
    private readonly List<Runner> runners = [];
    private Runner? last;

    // The type of box that was posted last, and its owner.
    private Type? ownedType;
    private ulong owned;

    /// <param name="loop">The loop.</param>
    /// <param name="isPools">Whether it is that of code which the thread pool would run.</param>
    public SimSynchronizationContext(SimLoop loop, bool isPools)
    {
        (this.loop, this.isPools) = (loop, isPools);
        SetWaitNotificationRequired();
    }

    /// <summary>The runtime's own wait, of this thread: how it ended.</summary>
    public static int Poll(IntPtr[] handles, bool waitAll, int milliseconds)
    {
        int result = WaitHelper(handles, waitAll, milliseconds);

        // Where an interruption has struck, or was taken back, the system's part of it may be left over, and wakes the thread's next wait. One of no time is over with that, and has not looked.
        for (int again = 0; again < MostInterruptions && milliseconds == 0 && result == BlockedStep.TimedOut && Stall.WasAnySent; again++)
        {
            result = WaitHelper(handles, waitAll, 0);
        }

        return result;
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        if (ReferenceEquals(SimLoop.Current, loop))
        {
            loop.Ready(RunnerOf(d), state, OwnerOf(state));
        }
        else
        {
            PostForeign(d, state);
        }
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        if (!ReferenceEquals(SimLoop.Current, loop))
        {
            throw new NotSupportedException("SynchronizationContext.Send from another thread would block it on the simulation: use Post.");
        }

        d(state);
    }

    /// <summary>The runtime calls this in place of each wait that would block the thread: <c>lock</c>, <c>Task.Wait</c>, <c>WaitHandle.WaitOne</c> and all that are made of them.</summary>
    public override int Wait(IntPtr[] waitHandles, bool waitAll, int millisecondsTimeout) => loop.Wait(waitHandles, waitAll, millisecondsTimeout);

    public override SynchronizationContext CreateCopy() => this;

    private void PostForeign(SendOrPostCallback d, object? state) => loop.PostForeign(
        () => loop.Ready(RunnerOf(d), state, loop.RootPath.Hash),
        () => $"another thread completed what the {DescribeState(d, state)} awaits");

    private static string DescribeState(SendOrPostCallback callback, object? state) =>
        state is Action { Target: IAwaitingPlace place } ? $"continuation of {place.Awaiting}"
        : Continuations.MachineOf(state) is not null ? Continuations.Describe(state)
        : $"continuation of {Describer.Method((state as Action)?.Method ?? callback.Method)}";

    // Whose step it is: the method's that goes on; otherwise that of who posts.
    private ulong OwnerOf(object? state)
    {
        if (state is null)
        {
            return loop.CurrentPath.Hash;
        }

        // A sealed class, as the box of a method is, compares by one look at its type.
        Type type = state.GetType();
        if (type == ownedType)
        {
            return owned;
        }

        object? continuation = type == typeof(Action) ? Unsafe.As<Action>(state).Target : state;
        ulong owner = continuation is null ? 0 : Continuations.OwnerOf(continuation.GetType(), continuation);
        if (owner == 0)
        {
            return loop.CurrentPath.Hash;
        }

        if (type.IsConstructedGenericType)
        {
            (ownedType, owned) = (type, owner);
        }

        return owner;
    }

    private Runner RunnerOf(SendOrPostCallback d)
    {
        if (last is { } recent && ReferenceEquals(recent.Callback, d))
        {
            return recent;
        }

        foreach (Runner runner in runners)
        {
            if (ReferenceEquals(runner.Callback, d))
            {
                return last = runner;
            }
        }

        var made = new Runner(loop, d, isPools);
        if (runners.Count < 8)
        {
            runners.Add(made);
        }

        return last = made;
    }

    private sealed class Runner(SimLoop loop, SendOrPostCallback callback, bool isPools) : IWork, ISharedWork
    {
        private Action<object?>? onPool;

        public SendOrPostCallback Callback => callback;

        public long TimerNumber { get; set; }

        public void Run(object? argument)
        {
            loop.Footprint?.NoteUnknown();
            loop.CurrentPath = loop.RootPath;
            if (isPools)
            {
                loop.RunOnPool(null, onPool ??= new Action<object?>(callback), argument);
                return;
            }

            try
            {
                // The rest of an async method brings its own execution context; anything else gets the one in which the run began.
                loop.Enter(loop.StartFlow);
                callback(argument);
            }
            catch (Exception e)
            {
                // An async void method, or a Post of the user's own, threw: nobody else can ever see it.
                loop.Unhandled ??= ExceptionDispatchInfo.Capture(e);
                loop.Stop();
            }

            if (loop.MayHaveChangedContext())
            {
                loop.ThreadContext = null;
            }
        }

        public void Due() => throw new SimulationBugException("A posted continuation has no timer.");

        public object TaskOf(object? argument) => (argument is Action continuation ? continuation.Target : argument) ?? this;

        public object? StateOf(object? argument) => argument;

        public string Describe(object? argument) => DescribeState(callback, argument);

        public StepSubject Subject(object? argument) => Continuations.BoxOf(argument) is null
            ? new StepSubject(null, StepAct.Callback, null, null, Describe(argument))
            : Continuations.SubjectOf(argument);
    }
}
