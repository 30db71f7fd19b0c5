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
    /// <param name="loop">The running loop.</param>
    /// <param name="awaitables">What was given.</param>
    /// <param name="each">One future for each that was given; the same one where the same was given.</param>
    /// <returns>The distinct futures, in order.</returns>
    internal static List<SimFuture> EnsureAll(SimLoop loop, IEnumerable<Awaitable> awaitables, out SimFuture[] each)
    {
        var made = new Dictionary<object, SimFuture>(ReferenceEqualityComparer.Instance);
        var distinct = new List<SimFuture>();
        var all = new List<SimFuture>();
        foreach (Awaitable awaitable in awaitables)
        {
            if (!made.TryGetValue(awaitable.Identity, out SimFuture? future))
            {
                future = awaitable.Ensure(loop);
                made.Add(awaitable.Identity, future);
                distinct.Add(future);
            }

            all.Add(future);
        }

        each = [.. all];
        return distinct;
    }
}
