using System.Collections;
using SimAsync.Kernel;
using SimAsync.Tasks;

namespace SimAsync;

/// <summary>
/// What is given to it, in order of completion: asyncio's <c>as_completed</c>. As a plain sequence it gives coroutines, each of which
/// waits for the next and returns its result; as an asynchronous one (<c>await foreach</c>) the futures themselves, done. Go through it once.
/// </summary>
/// <typeparam name="T">The type of the results.</typeparam>
/// <remarks>Source: CPython 3.14, <c>asyncio/tasks.py</c>, <c>_AsCompletedIterator</c>.</remarks>
public sealed class AsCompleted<T> : IEnumerable<Coroutine<T>>, IAsyncEnumerable<SimFuture>
{
    private readonly SimQueue<SimFuture?> done = new(0, "as completed");
    private readonly Watched watched = Watched.New();
    private readonly LinkedList<SimFuture> todo = new();
    private readonly Func<SimFuture, T> result;
    private readonly Deadline? deadline;
    private readonly Watcher watcher;
    private int left;

    internal AsCompleted(SimLoop loop, IEnumerable<Awaitable> awaitables, TimeSpan? timeout, Func<SimFuture, T> result)
    {
        ArgumentNullException.ThrowIfNull(awaitables);
        this.result = result;
        watcher = new Watcher(loop, this);
        foreach (SimFuture future in Awaitable.EnsureAll(loop, awaitables))
        {
            todo.AddLast(future);
        }

        foreach (SimFuture future in todo)
        {
            future.AddCallback(watcher);
        }

        left = todo.Count;
        if (left > 0 && timeout is { } delay)
        {
            deadline = new Deadline(loop, this);
            loop.Arm(deadline, loop.After(delay.Ticks));
        }
    }

    /// <summary>Coroutines for the next results, one for each that was given.</summary>
    public IEnumerator<Coroutine<T>> GetEnumerator()
    {
        watched.Write();
        while (left > 0)
        {
            watched.Write();
            left--;
            yield return Result();
        }
    }

    /// <summary>For <c>await foreach</c>: the futures, each when it is done.</summary>
    /// <exception cref="TimeoutException">Not all were done in time.</exception>
    public Enumerator GetAsyncEnumerator() => new(this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    async IAsyncEnumerator<SimFuture> IAsyncEnumerable<SimFuture>.GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        while (left > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            watched.Write();
            left--;
            yield return await Next();
        }
    }

    private async Coroutine<T> Result()
    {
        SimFuture future = await Next();
        future.ThrowUnlessResult();
        return result(future);
    }

    private async Coroutine<SimFuture> Next() =>
        await done.Get() ?? throw new TimeoutException("Not all were done in time.");

    /// <summary>For the compiler: goes through the futures in order of completion.</summary>
    public sealed class Enumerator
    {
        private readonly AsCompleted<T> all;
        private SimFuture? current;

        internal Enumerator(AsCompleted<T> all) => this.all = all;

        /// <summary>The future that is done.</summary>
        public SimFuture Current => current ?? throw new InvalidOperationException("There is no current future: await MoveNextAsync first.");

        /// <summary>Waits for the next one to be done.</summary>
        /// <returns>False if there are no more.</returns>
        public async Coroutine<bool> MoveNextAsync()
        {
            all.watched.Write();
            if (all.left == 0)
            {
                return false;
            }

            all.watched.Write();
            all.left--;
            current = await all.Next();
            return true;
        }
    }

    private sealed class Watcher(SimLoop loop, AsCompleted<T> all) : Bookkeeper(loop)
    {
        protected override void Done(SimFuture future)
        {
            all.watched.Write();
            if (all.todo.Count == 0)
            {
                return; // The deadline was first.
            }

            all.todo.Remove(future);
            all.done.PutNow(future);
            if (all.todo.Count == 0)
            {
                all.deadline?.StopTimer();
            }
        }
    }

    private sealed class Deadline(SimLoop loop, AsCompleted<T> all) : Bookkeeper(loop)
    {
        protected override void Done(SimFuture future) => throw new SimulationBugException("A deadline watches no future.");

        protected override void TimedOut()
        {
            all.watched.Write();
            foreach (SimFuture future in all.todo)
            {
                future.RemoveCallback(all.watcher);
                all.done.PutNow(null);
            }

            all.todo.Clear();
        }
    }
}
