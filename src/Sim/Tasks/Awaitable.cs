using SimAsync.Tasks;

namespace SimAsync;

/// <summary>Something that a combinator takes: a future, a task or a coroutine. Each converts to it by itself.</summary>
public readonly struct Awaitable
{
    private readonly object what;

    private Awaitable(object what) => this.what = what ?? throw new ArgumentNullException(nameof(what));

    internal object Identity => what ?? throw new ArgumentException("A default Awaitable stands for nothing: give a future, a task or a coroutine.");

    /// <summary>A future or task.</summary>
    public static implicit operator Awaitable(SimFuture future) => new(future);

    /// <summary>A coroutine, of which the combinator makes a task.</summary>
    public static implicit operator Awaitable(Coroutine coroutine) => new(coroutine);

    /// <summary>A sleep, of which the combinator makes a task.</summary>
    public static implicit operator Awaitable(SleepAwaitable sleep) => new(sleep.AsCoroutine());

    /// <summary>A future or task.</summary>
    public static Awaitable FromSimFuture(SimFuture future) => future;

    /// <summary>A coroutine, of which the combinator makes a task.</summary>
    public static Awaitable FromCoroutine(Coroutine coroutine) => coroutine;

    /// <summary>CPython's <c>ensure_future</c>: a future as it is, and a task for a coroutine.</summary>
    internal SimFuture Ensure(SimLoop loop) => Identity as SimFuture ?? TaskMaker.Create(loop, (Coroutine)Identity, null, null, null);

    /// <summary>As <see cref="Ensure"/>, of each, but of what is given twice only once.</summary>
    internal static IEnumerable<SimFuture> EnsureAll(SimLoop loop, IEnumerable<Awaitable> awaitables)
    {
        var known = new HashSet<object>(ReferenceEqualityComparer.Instance);
        return awaitables.Where(awaitable => known.Add(awaitable.Identity)).Select(awaitable => awaitable.Ensure(loop));
    }
}
