namespace SimAsync.Tasks;

/// <summary>CPython's <c>gather</c> and its <c>_GatheringFuture</c> (3.14, <c>asyncio/tasks.py</c>).</summary>
/// <typeparam name="T">The type of each result.</typeparam>
internal sealed class GatherFuture<T> : SimFuture<T[]>, IGatherFuture
{
    private readonly List<SimFuture> children;
    private readonly Func<SimFuture, T> result;
    private readonly Func<Exception, T>? exception;
    private int left;

    /// <param name="loop">The running loop.</param>
    /// <param name="awaitables">The children, perhaps some twice; at least one.</param>
    /// <param name="result">Takes a child's result.</param>
    /// <param name="exception">Makes a result of an exception; null to fail with the first.</param>
    private GatherFuture(SimLoop loop, Awaitable[] awaitables, Func<SimFuture, T> result, Func<Exception, T>? exception)
        : base(loop)
    {
        this.result = result;
        this.exception = exception;
        var counter = new Counter(loop, this);
        children = new List<SimFuture>(awaitables.Length);
        var known = new Known(awaitables.Length);

        // Each is watched before a task is made of the next, which may start eagerly and watch it too.
        var done = new List<SimFuture>();
        foreach (Awaitable awaitable in awaitables)
        {
            if (!known.TryFind(awaitable.Identity, out SimFuture? child))
            {
                child = awaitable.Ensure(loop);
                known.Add(awaitable.Identity, child);
                left++;
                if (child.IsDone)
                {
                    done.Add(child);
                }
                else
                {
                    child.AddCallback(counter);
                }
            }

            children.Add(child!);
        }

        // Those that were done already are counted last, so that nothing is lost if all are.
        foreach (SimFuture child in done)
        {
            Count(child);
        }
    }

    public IReadOnlyList<SimFuture> Children => children;

    public bool CancelRequested
    {
        get;
        set
        {
            watched.Write();
            field = value;
        }
    }

    public static SimFuture<T[]> Gather(
        SimLoop loop, IEnumerable<Awaitable> awaitables, Func<SimFuture, T> result, Func<Exception, T>? exception)
    {
        ArgumentNullException.ThrowIfNull(awaitables);
        Awaitable[] given = [.. awaitables];
        if (given.Length > 0)
        {
            return new GatherFuture<T>(loop, given, result, exception);
        }

        var empty = new SimFuture<T[]>(loop);
        empty.SetResult([]);
        return empty;
    }

    internal override string Describe() => $"a gather of {children.Count} ({children.Count(static child => child.IsDone)} done)";

    private void Count(SimFuture child)
    {
        watched.Add();
        left--;
        if (HasOutcome)
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
            T[] results = TakeAll();

            // A gather that was asked to cancel itself is cancelled once all have ended, whatever they made of it. CPython takes
            // the exception, and so the message, of the last that was given, cancelled or not.
            if (CancelRequested)
            {
                SetException(children[^1].MakeCancelled());
            }
            else
            {
                SettleTogether(results);
            }
        }
    }

    // That each child has ended was noted when it was counted. Which of them is the last makes no difference.
    private T[] TakeAll()
    {
        if (Loop.Footprint is not { } footprint)
        {
            return [.. children.Select(Take)];
        }

        footprint.IsPaused = true;
        T[] results = [.. children.Select(Take)];
        footprint.IsPaused = false;
        return results;
    }

    private T Take(SimFuture child) =>
        child.IsCancelled ? exception!(new CancelledException(child.CancelMessage))
        : child.TakeError() is { } error ? exception!(error)
        : result(child);

    // Which future stands for what was given: a few are found sooner by looking at each than by a table.
    private struct Known(int count)
    {
        private const int Few = 16;

        private readonly List<(object Given, SimFuture Child)> few = new(Math.Min(count, Few));
        private Dictionary<object, SimFuture>? many;

        public readonly bool TryFind(object given, out SimFuture? child)
        {
            if (many is not null)
            {
                return many.TryGetValue(given, out child);
            }

            foreach ((object other, SimFuture found) in few)
            {
                if (ReferenceEquals(other, given))
                {
                    child = found;
                    return true;
                }
            }

            child = null;
            return false;
        }

        public void Add(object given, SimFuture child)
        {
            if (many is null && few.Count == Few)
            {
                many = new Dictionary<object, SimFuture>(ReferenceEqualityComparer.Instance);
                foreach ((object other, SimFuture found) in few)
                {
                    many.Add(other, found);
                }
            }

            if (many is null)
            {
                few.Add((given, child));
            }
            else
            {
                many.Add(given, child);
            }
        }
    }

    private sealed class Counter(SimLoop loop, GatherFuture<T> gather) : Bookkeeper(loop)
    {
        protected override void Done(SimFuture future) => gather.Count(future);
    }
}
