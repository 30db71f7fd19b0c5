namespace SimAsync.Tasks;

/// <summary>CPython's <c>shield</c> (3.14, <c>asyncio/tasks.py</c>).</summary>
/// <typeparam name="T">The type of the result.</typeparam>
internal sealed class ShieldFuture<T> : SimFuture<T>
{
    private readonly SimFuture<T> inner;

    private ShieldFuture(SimFuture<T> inner)
        : base(inner.Loop)
    {
        this.inner = inner;
        var ended = new InnerDone(this);
        inner.AddCallback(ended);
        AddCallback(new OuterDone(this, ended));
    }

    /// <summary>A future that ends as <paramref name="inner"/> does but can be cancelled without it; that very one if it is done.</summary>
    public static SimFuture<T> Shield(SimFuture<T> inner) => inner.IsDone ? inner : new ShieldFuture<T>(inner);

    internal override string Describe() => $"a shield of {inner.Describe()}";

    private sealed class InnerDone(ShieldFuture<T> outer) : Bookkeeper(outer.Loop)
    {
        protected override void Done(SimFuture future)
        {
            if (outer.IsCancelled)
            {
                return;
            }

            if (future.IsCancelled)
            {
                outer.CancelSelf(null);
            }
            else if (future.TakeError() is { } error)
            {
                outer.SetException(error);
            }
            else
            {
                outer.SetResult(outer.inner.Result);
            }
        }
    }

    private sealed class OuterDone(ShieldFuture<T> outer, InnerDone ended) : Bookkeeper(outer.Loop)
    {
        protected override void Done(SimFuture future)
        {
            if (!outer.inner.IsDone)
            {
                outer.inner.RemoveCallback(ended);
                outer.inner.AddCallback(new TellFailure(Loop));
            }
        }
    }

    // Nobody waits for the inner one any more, so its failure is told here.
    private sealed class TellFailure(SimLoop loop) : Bookkeeper(loop)
    {
        protected override void Done(SimFuture future)
        {
            if (!future.IsCancelled && future.TakeError() is { } error)
            {
                Loop.Warnings.Add(SimWarningKind.FailedInShield, $"{future.Describe()} failed after its shield was cancelled: {error.GetType().Name}: {error.Message}", null, error);
            }
        }
    }
}
