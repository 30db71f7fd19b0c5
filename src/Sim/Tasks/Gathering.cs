namespace SimAsync.Tasks;

/// <summary>CPython's <c>gather</c> and its <c>_GatheringFuture</c> (3.14, <c>asyncio/tasks.py</c>).</summary>
/// <typeparam name="T">The type of each result.</typeparam>
internal sealed class GatherFuture<T> : SimFuture<T[]>, IGatherFuture
{
    private readonly SimFuture[] children;
    private readonly Func<SimFuture, T> result;
    private readonly Func<Exception, T>? exception;
    private int left;

    /// <summary>Gathers children, of which there is at least one.</summary>
    /// <param name="loop">The running loop.</param>
    /// <param name="distinct">The children.</param>
    /// <param name="children">The children as they were given, perhaps some twice.</param>
    /// <param name="result">Takes a child's result.</param>
    /// <param name="exception">Makes a result of an exception; null to fail with the first.</param>
    private GatherFuture(SimLoop loop, List<SimFuture> distinct, SimFuture[] children, Func<SimFuture, T> result, Func<Exception, T>? exception)
        : base(loop)
    {
        this.children = children;
        this.result = result;
        this.exception = exception;
        left = distinct.Count;
        var counter = new Counter(loop, this);

        // Those that were done already are counted last, so that nothing is lost if all are.
        var done = new List<SimFuture>();
        foreach (SimFuture child in distinct)
        {
            if (child.IsDone)
            {
                done.Add(child);
            }
            else
            {
                child.AddCallback(counter);
            }
        }

        foreach (SimFuture child in done)
        {
            Count(child);
        }
    }

    public IReadOnlyList<SimFuture> Children => children;

    public bool CancelRequested { get; set; }

    public static SimFuture<T[]> Gather(
        SimLoop loop, IEnumerable<Awaitable> awaitables, Func<SimFuture, T> result, Func<Exception, T>? exception)
    {
        ArgumentNullException.ThrowIfNull(awaitables);
        List<SimFuture> distinct = Awaitable.EnsureAll(loop, awaitables, out SimFuture[] children);
        if (children.Length > 0)
        {
            return new GatherFuture<T>(loop, distinct, children, result, exception);
        }

        var empty = new SimFuture<T[]>(loop);
        empty.SetResult([]);
        return empty;
    }

    internal override string Describe() => $"a gather of {children.Length} ({children.Count(static child => child.IsDone)} done)";

    private void Count(SimFuture child)
    {
        left--;
        if (IsDone)
        {
            if (!child.IsCancelled)
            {
                child.TakeError(); // Counts as retrieved.
            }
        }
        else if (exception is null && (child.IsCancelled || child.HasFailed))
        {
            SetException(child.TakeError()!);
        }
        else if (left == 0)
        {
            T[] results = Array.ConvertAll(children, Take);

            // A gather that was asked to cancel itself is cancelled once all have ended, whatever they made of it. CPython takes
            // the exception, and so the message, of the last that was given, cancelled or not.
            if (CancelRequested)
            {
                SetException(children[^1].MakeCancelled());
            }
            else
            {
                SetResult(results);
            }
        }
    }

    private T Take(SimFuture child) =>
        child.IsCancelled ? exception!(new CancelledException(child.CancelMessage))
        : child.TakeError() is { } error ? exception!(error)
        : result(child);

    private sealed class Counter(SimLoop loop, GatherFuture<T> gather) : Bookkeeper(loop)
    {
        protected override void Done(SimFuture future) => gather.Count(future);
    }
}
