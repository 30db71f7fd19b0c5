using System.Diagnostics;
using SimAsync.Kernel;
using SimAsync.Tasks;

namespace SimAsync;

/// <summary>
/// An outcome that will be there later: asyncio's <c>Future</c>, without its value. Not for threads: use it from the loop
/// that it belongs to.
/// </summary>
/// <remarks>
/// Source: CPython 3.14, <c>asyncio/futures.py</c>. The callbacks of a future that gets its outcome become steps of the loop, in
/// the order in which they were added; none runs at once.
/// </remarks>
[DebuggerDisplay("{DebuggerText,nq}")]
[DebuggerTypeProxy(typeof(FutureView))]
public abstract class SimFuture : IAwaited
{
    // None, one callback, or a list of them in the order of adding.
    private object? callbacks;

    private protected readonly Watched watched;

    // The exception of a failed future; of a cancelled task, the one it ended with, for the first who asks.
    private protected Exception? error;
    private string? cancelMessage;
    private FutureState state;
    private bool unretrieved;

    private protected SimFuture(SimLoop loop) => (Loop, watched) = (loop, loop is null ? default : Watched.New(loop));

    private enum FutureState : byte
    {
        Pending,
        Cancelled,
        Finished,
    }

    /// <summary>Whether it has an outcome: a result, an exception, or that it was cancelled.</summary>
    public bool IsDone
    {
        get
        {
            watched.Read();
            return HasOutcome;
        }
    }

    /// <summary>Whether it was cancelled.</summary>
    public bool IsCancelled
    {
        get
        {
            watched.Read();
            return state == FutureState.Cancelled;
        }
    }

    /// <summary>The exception that it failed with, or null if it has a result. Asking counts as retrieving it.</summary>
    /// <exception cref="CancelledException">It was cancelled.</exception>
    /// <exception cref="InvalidStateException">It is not done.</exception>
    public Exception? Exception
    {
        get
        {
            watched.Read();
            if (state == FutureState.Finished)
            {
                unretrieved = false;
                return error;
            }

            throw state == FutureState.Cancelled
                ? MakeCancelled()
                : new InvalidStateException($"{Describe()} is not done: it has no exception yet.");
        }
    }

    /// <summary>The loop that it belongs to.</summary>
    public SimLoop Loop { get; }

    /// <summary>The message of the last <see cref="Cancel"/> that took effect, or null.</summary>
    internal string? CancelMessage
    {
        get => cancelMessage;
        set => cancelMessage = value;
    }

    /// <summary>The result as an object; null for none. Only of one that has a result.</summary>
    internal abstract object? BoxedResult { get; }

    internal bool IsUnretrieved => unretrieved;

    /// <summary>
    /// Whether a task awaited itself here. In CPython the mark that <c>Future.__await__</c> leaves for <c>Task.__step</c> then stays, and every later
    /// await fails with a RuntimeError until the task is done.
    /// </summary>
    internal bool HasAwaitedItself
    {
        get;
        set
        {
            watched.Write();
            field = value;
        }
    }

    /// <summary>Whether an await goes on at once, with the outcome or an error.</summary>
    internal bool NeedsNoWait => IsDone || HasAwaitedItself;

    /// <summary>Its outcome for a person, which counts as no look at it: <c>done</c>, <c>cancelled</c>, or the exception.</summary>
    internal string Told => state == FutureState.Cancelled ? "cancelled" : error is null ? "done" : $"{error.GetType().Name}: {error.Message}";

    /// <summary>Whether it failed, without counting as retrieving the exception.</summary>
    internal bool HasFailed
    {
        get
        {
            watched.Read();
            return state == FutureState.Finished && error is not null;
        }
    }

    /// <summary>Where it is, to those who ask what steps use.</summary>
    internal ulong Location => watched.Location;

    /// <summary>As <see cref="IsDone"/>, for bookkeeping that is no use of it.</summary>
    internal bool HasOutcome => state != FutureState.Pending;

    /// <summary>What it failed with, or ended with when it was cancelled, without counting as anything.</summary>
    internal Exception? EndedWith => error;

    /// <summary>Who is to be told when it is done, in order.</summary>
    internal IEnumerable<IFutureCallback> Callbacks => callbacks switch
    {
        null => [],
        List<IFutureCallback> list => list,
        _ => [(IFutureCallback)callbacks],
    };

    private string DebuggerText => SimLoop.Quietly(() => Shown.Of(this));

    /// <summary>
    /// Cancels it, and makes its callbacks ready. A task is only asked: <see cref="CancelledException"/> is thrown at its await.
    /// </summary>
    /// <param name="message">Goes into the exception.</param>
    /// <returns>False if it was done already, and nothing happens.</returns>
    public bool Cancel(string? message = null) => Cancellation.Request(this, message);

    /// <summary>Calls back, in a step of its own, once it is done; soon, if it is.</summary>
    public void AddDoneCallback(Action<SimFuture> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        AddCallback(new FutureCallback(Loop, callback));
    }

    /// <summary>Takes back all equal callbacks that have not been made ready.</summary>
    /// <returns>How many there were.</returns>
    public int RemoveDoneCallback(Action<SimFuture> callback)
    {
        watched.Write();
        return RemoveCallbacks(added => added is FutureCallback { Callback: var other } && other.Equals(callback));
    }

    /// <summary>For the compiler: awaits the outcome. A pending one suspends the coroutine, a done one does not.</summary>
    public FutureAwaiter GetAwaiter() => new(this);

    string IAwaited.Describe() => Describe();

    internal virtual string Describe() => "a future";

    /// <summary>Of a task only: its coroutine ended with a result.</summary>
    internal virtual void TakeResult(Coroutine ended) => throw new SimulationBugException("Only a task takes a coroutine's result.");

    internal void AddCallback(IFutureCallback callback)
    {
        if (IsDone)
        {
            callback.Completed(this);
        }
        else if (callbacks is null)
        {
            callbacks = callback;
        }
        else if (callbacks is List<IFutureCallback> list)
        {
            list.Add(callback);
        }
        else
        {
            callbacks = new List<IFutureCallback> { (IFutureCallback)callbacks, callback };
        }
    }

    internal int RemoveCallback(IFutureCallback callback) => RemoveCallbacks(added => ReferenceEquals(added, callback));

    /// <summary>Cancels it itself, not what it stands for. False if it was done.</summary>
    internal virtual bool CancelSelf(string? message)
    {
        unretrieved = false;
        if (IsDone)
        {
            return false;
        }

        watched.Write();
        state = FutureState.Cancelled;
        cancelMessage = message;
        Complete();
        return true;
    }

    /// <summary>What awaiting it throws, or null if it has a result. Counts as retrieving it.</summary>
    internal Exception? TakeError()
    {
        watched.Read();
        unretrieved = false;
        return state == FutureState.Cancelled ? MakeCancelled() : error;
    }

    /// <summary>
    /// CPython's <c>_make_cancelled_error</c>: the exception that a cancelled task ended with goes to the first who asks; later
    /// ones get a new one, which for a task has no message.
    /// </summary>
    internal Exception MakeCancelled()
    {
        if (state == FutureState.Cancelled && error is { } kept)
        {
            watched.Write();
            error = null;
            return kept;
        }

        return new CancelledException(cancelMessage);
    }

    internal void Fail(Exception exception)
    {
        ThrowIfDone();
        watched.Write();
        error = exception;
        state = FutureState.Finished;
        unretrieved = true;
        TaskRegistry.Of(Loop).NoteFailed(this);
        Complete();
    }

    /// <summary>A task's coroutine ended with a cancellation. CPython keeps the exception and drops the message.</summary>
    internal void EndCancelled(Exception cancelled)
    {
        error = cancelled;
        CancelSelf(null);
    }

    /// <summary>Throws if it has no result; counts as retrieving the exception.</summary>
    internal void ThrowUnlessResult()
    {
        watched.Read();
        if (state == FutureState.Finished && error is null)
        {
            return;
        }

        if (state == FutureState.Pending)
        {
            throw new InvalidStateException($"{Describe()} is not done: it has no result yet.");
        }

        Loop.Rethrower.Throw(TakeError()!);
    }

    /// <summary>What an await of it throws on going on, if anything.</summary>
    internal void ThrowAtAwait()
    {
        TaskCore.ThrowPending(Loop);
        if (!IsDone)
        {
            // Of another simulation: the error is the running one's to throw.
            if (SimLoop.Current is { } running)
            {
                TaskCore.ThrowPending(running);
            }

            throw new InvalidOperationException($"{Describe()} has awaited itself: it cannot be awaited until it is done.");
        }

        ThrowUnlessResult();
    }

    private protected void ThrowIfDone()
    {
        if (IsDone)
        {
            throw new InvalidStateException($"{Describe()} is done already: its outcome cannot be set again.");
        }
    }

    private protected void Succeed()
    {
        watched.Write();
        SucceedTogether();
    }

    private protected void SucceedTogether()
    {
        watched.Add();
        state = FutureState.Finished;
        Complete();
    }

    private void Complete()
    {
        Loop.Progress++;
        object? told = callbacks;
        callbacks = null;
        if (told is IFutureCallback one)
        {
            one.Completed(this);
        }
        else if (told is List<IFutureCallback> list)
        {
            foreach (IFutureCallback callback in list)
            {
                callback.Completed(this);
            }
        }
    }

    private int RemoveCallbacks(Predicate<IFutureCallback> match)
    {
        switch (callbacks)
        {
            case List<IFutureCallback> list:
                return list.RemoveAll(match);
            case IFutureCallback one when match(one):
                callbacks = null;
                return 1;
            default:
                return 0;
        }
    }
}
