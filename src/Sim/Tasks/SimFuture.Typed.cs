using SimAsync.Tasks;

namespace SimAsync;

/// <summary>A value that will be there later: asyncio's <c>Future</c>.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public class SimFuture<T> : SimFuture
{
    private T? result;

    /// <summary>A pending future of the running simulation. CPython's <c>loop.create_future</c>.</summary>
    /// <exception cref="InvalidOperationException">No simulation is running here.</exception>
    public SimFuture()
        : this(SimLoop.Require("new SimFuture"))
    {
    }

    /// <summary>A pending future of a given loop.</summary>
    public SimFuture(SimLoop loop)
        : base(loop) => ArgumentNullException.ThrowIfNull(loop);

    /// <summary>The value. Asking counts as retrieving an exception.</summary>
    /// <exception cref="CancelledException">It was cancelled.</exception>
    /// <exception cref="InvalidStateException">It is not done.</exception>
    /// <remarks>A failed future's own exception is thrown, with the stack that it had.</remarks>
    public T Result
    {
        get
        {
            ThrowUnlessResult();
            return result!;
        }
    }

    internal override object? BoxedResult => typeof(T) == typeof(ValueTuple) ? null : result;

    /// <summary>For the compiler: awaits the value. A pending one suspends the coroutine, a done one does not.</summary>
    public new FutureAwaiter<T> GetAwaiter() => new(this);

    /// <summary>Gives it its value, and makes its callbacks ready.</summary>
    /// <exception cref="InvalidStateException">It is done already.</exception>
    /// <exception cref="InvalidOperationException">It is a task: its coroutine gives it its value.</exception>
    public virtual void SetResult(T value)
    {
        ThrowIfDone();
        result = value;
        Succeed();
    }

    /// <summary>Lets it fail, and makes its callbacks ready.</summary>
    /// <exception cref="InvalidStateException">It is done already.</exception>
    /// <exception cref="InvalidOperationException">It is a task: its coroutine lets it fail.</exception>
    public virtual void SetException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Fail(exception);
    }

    /// <summary>A plain task that ends as this does: for APIs that take one.</summary>
    public Task<T> AsTask()
    {
        var source = new TaskCompletionSource<T>();
        AddCallback(new ToTask(Loop, source));
        return source.Task;
    }

    /// <summary>Gives it its value, by the last of several that count together: which of them is last makes no difference.</summary>
    private protected void SettleTogether(T value)
    {
        result = value;
        SucceedTogether();
    }

    private protected void Settle(T value)
    {
        result = value;
        Succeed();
    }

    private sealed class ToTask(SimLoop loop, TaskCompletionSource<T> source) : Bookkeeper(loop)
    {
        protected override void Done(SimFuture future) => Threads.Copy((SimFuture<T>)future, source);
    }
}
