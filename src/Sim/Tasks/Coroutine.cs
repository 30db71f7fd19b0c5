using System.Diagnostics;
using System.Runtime.CompilerServices;
using SimAsync.Kernel;
using SimAsync.Tasks;

namespace SimAsync;

/// <summary>
/// What an <c>async Coroutine</c> method returns: asyncio's coroutine object. Nothing of the method runs until it is awaited, which
/// runs it inside the task that awaits, or made a task with <see cref="Sim.CreateTask(Coroutine, string?, ExecutionContext?, bool?)"/>.
/// Each can be used once.
/// </summary>
[AsyncMethodBuilder(typeof(CoroutineMethodBuilder))]
[DebuggerDisplay("{DebuggerText,nq}")]
public abstract class Coroutine : IAwaited
{
    private State state;

    private protected Coroutine()
    {
        if (SimLoop.Current is { } loop)
        {
            TaskRegistry.Of(loop).NoteMade(this);
            if (loop.Debug)
            {
                MadeAt = new StackTrace(skipFrames: 3, fNeedFileInfo: true);
            }
        }
    }

    private enum State : byte
    {
        Unstarted,
        Begun,
        Running,
        Ended,
        Closed,
    }

    /// <summary>The name of its method.</summary>
    public abstract string Name { get; }

    /// <summary>Where it was made, in debug mode.</summary>
    internal StackTrace? MadeAt { get; }

    /// <summary>The task in which it runs.</summary>
    internal TaskCore? Task { get; private set; }

    /// <summary>The coroutine that awaits it, or null.</summary>
    internal Coroutine? Caller { get; private set; }

    /// <summary>What it ended with, if it threw.</summary>
    internal Exception? Error { get; private set; }

    /// <summary>The foreign thing (a plain task, say) that it awaits; null if it awaits one of the simulation's own.</summary>
    internal ForeignAwait? Foreign { get; set; }

    /// <summary>Whether it awaits something into which no exception can be thrown.</summary>
    internal bool CannotThrow => Foreign is { CanThrow: false };

    internal bool IsUnstarted => state == State.Unstarted;

    /// <summary>Whether nothing of it has run, and this task is to run it.</summary>
    internal bool IsClaimedBy(TaskCore task) => state == State.Begun && ReferenceEquals(Task, task);

    internal bool IsEnded => state == State.Ended;

    /// <summary>For the compiler: runs it inside the task that awaits it.</summary>
    /// <remarks>A coroutine that never suspends itself does not suspend who awaits it either.</remarks>
    public CoroutineAwaiter GetAwaiter() => new(this);

    /// <summary>Gives up a coroutine that has not begun, so that nobody is warned that it was never awaited.</summary>
    /// <exception cref="InvalidOperationException">It has begun: cancel its task.</exception>
    public void Close()
    {
        if (state is State.Begun or State.Running)
        {
            throw new InvalidOperationException($"The coroutine {Name} has begun: cancel its task to end it.");
        }

        if (state == State.Unstarted)
        {
            state = State.Closed;
        }
    }

    /// <summary>
    /// Makes a coroutine of an iterator, as asyncio's were before <c>async</c>: each thing that it yields is awaited. Null yields to the loop
    /// once; a <see cref="SimFuture"/>, a <see cref="Coroutine"/> and a <see cref="System.Threading.Tasks.Task"/> are awaited; the iterator then
    /// goes on, and reads a result from what it yielded.
    /// </summary>
    /// <param name="steps">The iterator. An exception at an await ends it, with its <c>finally</c> blocks; C# cannot throw into it.</param>
    public static async Coroutine FromIterator(IEnumerable<object?> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        foreach (object? step in steps)
        {
            switch (step)
            {
                case null:
                    await new SleepAwaitable(SimLoop.Require("await"), 0);
                    break;
                case SimFuture future:
                    await future;
                    break;
                case Coroutine coroutine:
                    await coroutine;
                    break;
                case System.Threading.Tasks.Task task:
                    await task;
                    break;
                default:
                    throw new InvalidOperationException(
                        $"The iterator yielded {step.GetType().Name}, which cannot be awaited: yield null, a SimFuture, a Coroutine or a Task.");
            }
        }
    }

    string IAwaited.Describe() => Name;

    private string DebuggerText => SimLoop.Quietly(() => Shown.Of(this, state switch
    {
        State.Unstarted => "not begun",
        State.Closed => "closed, never begun",
        State.Ended => "ended",
        _ => IsRunning ? "runs" : "suspended",
    }));

    internal InvalidOperationException ReusedError()
    {
        // Who was first, and who is refused, hangs on the order.
        SimLoop.Current?.Footprint?.NoteUnknown();
        return new(state switch
        {
            State.Closed => $"The coroutine {Name} was closed: call the method again for a new one.",
            State.Ended => $"The coroutine {Name} was awaited already, and can be used once: call the method again for a new one, or make a task of it and await that.",
            _ => $"The coroutine {Name} is being awaited already, and can be used once: make a task of it and await that.",
        });
    }

    /// <summary>Whether it runs at this moment, itself or one that it awaits.</summary>
    internal bool IsRunning => state is State.Begun or State.Running && ReferenceEquals(Task!.Loop.CurrentTask, Task);

    /// <summary>The task takes it up. Nothing runs yet.</summary>
    internal void Begin(TaskCore task, Coroutine? caller)
    {
        (Task, Caller) = (task, caller);
        state = State.Begun;
    }

    internal void Resume()
    {
        state = State.Running;
        Foreign = null;
        MoveNext();
    }

    /// <summary>Something is to be thrown where it stands. Gives what its await is to throw on being resumed, or null if that is settled.</summary>
    internal Exception? ThrowIn(Exception thrown)
    {
        if (state != State.Begun)
        {
            if (Foreign is not { } foreign)
            {
                return thrown;
            }

            foreign.Throw(thrown);
            return null;
        }

        // As Python's coro.throw on one that has not begun: its body is never entered.
        EndWith(thrown);
        return null;
    }

    internal void EndWith(Exception? error)
    {
        Error = error;
        state = State.Ended;
    }

    /// <summary>A task that runs it, of the type of its result.</summary>
    internal virtual SimFuture MakeTask(SimLoop loop, TaskSettings settings) => new SimTask(loop, this, settings);

    /// <summary>The line on which its method begins, or null.</summary>
    internal abstract SourceLine? Beginning { get; }

    internal abstract StackEntry Entry();

    /// <summary>A copy of its state machine; null if it has none.</summary>
    internal abstract IAsyncStateMachine? CopyMachine();

    private protected abstract void MoveNext();
}

/// <summary>What an <c>async Coroutine&lt;T&gt;</c> method returns: a <see cref="Coroutine"/> with a result.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
[AsyncMethodBuilder(typeof(CoroutineMethodBuilder<>))]
public abstract class Coroutine<T> : Coroutine
{
    private protected Coroutine()
    {
    }

    internal T? Outcome { get; set; }

    /// <summary>For the compiler: runs it inside the task that awaits it, and gives its result.</summary>
    /// <remarks>A coroutine that never suspends itself does not suspend who awaits it either.</remarks>
    public new CoroutineAwaiter<T> GetAwaiter() => new(this);

    internal override SimFuture MakeTask(SimLoop loop, TaskSettings settings) => new SimTask<T>(loop, this, settings);
}
