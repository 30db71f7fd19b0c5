using System.Runtime.ExceptionServices;
using SimAsync.Kernel;

namespace SimAsync.Tasks;

/// <summary>CPython's <c>wait</c>, <c>wait_for</c> and <c>_cancel_and_wait</c> (3.14, <c>asyncio/tasks.py</c>).</summary>
internal static class Waiting
{
    public static async Coroutine<WaitResult<TFuture>> Wait<TFuture>(IEnumerable<TFuture> futures, TimeSpan? timeout, ReturnWhen returnWhen)
        where TFuture : SimFuture
    {
        SimLoop loop = SimLoop.Require("Sim.Wait");
        var distinct = new List<TFuture>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (TFuture future in futures)
        {
            if (seen.Add(future ?? throw new ArgumentException("A future to wait for is null.", nameof(futures))))
            {
                distinct.Add(future);
            }
        }

        if (distinct.Count == 0)
        {
            throw new ArgumentException("There is no future to wait for: give at least one.", nameof(futures));
        }

        var waiter = new Waiter(loop, $"{distinct.Count} futures ({returnWhen})");
        var counter = new Counter(loop, waiter, distinct.Count, returnWhen);
        if (timeout is { } delay)
        {
            loop.Arm(counter, loop.After(delay.Ticks));
        }

        foreach (TFuture future in distinct)
        {
            future.AddCallback(counter);
        }

        try
        {
            await waiter;
        }
        finally
        {
            counter.StopTimer();
            foreach (TFuture future in distinct)
            {
                future.RemoveCallback(counter);
            }
        }

        return new WaitResult<TFuture>(
            [.. distinct.Where(static future => future.IsDone)], [.. distinct.Where(static future => !future.IsDone)]);
    }

    public static async Coroutine<T> WaitFor<T>(Awaitable awaitable, Func<SimFuture, T> result, Func<Coroutine, Coroutine<T>> call, TimeSpan? timeout)
    {
        SimLoop loop = SimLoop.Require("Sim.WaitFor");
        if (timeout is { Ticks: <= 0 })
        {
            SimFuture future = awaitable.Ensure(loop);
            if (!future.IsDone)
            {
                await CancelAndWait(loop, future);
                if (future.TakeError() is { } error)
                {
                    // A gather that was cancelled has failed with a cancellation.
                    throw error is OperationCanceledException
                        ? new TimeoutException("A wait with no time left was over before what it waited for.", error)
                        : Rethrown(error);
                }
            }

            future.ThrowUnlessResult();
            return result(future);
        }

        return await SimTimeout.Run(
            new SimTimeout(loop, timeout is { } delay ? loop.After(delay.Ticks) : null),
            _ => awaitable.Identity is Coroutine coroutine ? call(coroutine) : Await((SimFuture)awaitable.Identity, result));
    }

    private static async Coroutine<T> Await<T>(SimFuture future, Func<SimFuture, T> result)
    {
        await future;
        return result(future);
    }

    private static Exception Rethrown(Exception error)
    {
        ExceptionDispatchInfo.Throw(error);
        return error;
    }

    private static async Coroutine CancelAndWait(SimLoop loop, SimFuture future)
    {
        var waiter = new Waiter(loop, $"the end of {future.Describe()}, which was cancelled");
        var counter = new Counter(loop, waiter, 1, ReturnWhen.AllCompleted);
        future.AddCallback(counter);
        try
        {
            future.Cancel();
            await waiter;
        }
        finally
        {
            future.RemoveCallback(counter);
        }
    }

    // CPython's _on_completion, and its _release_waiter when the timer is due.
    private sealed class Counter(SimLoop loop, Waiter waiter, int left, ReturnWhen returnWhen) : Bookkeeper(loop)
    {
        private readonly Watched watched = Watched.New();
        private int left = left;

        protected override void Done(SimFuture future)
        {
            watched.Add();
            left--;
            bool isFirst = returnWhen == ReturnWhen.FirstCompleted
                || (returnWhen == ReturnWhen.FirstException && !future.IsCancelled && future.TakeError() is not null);
            if (isFirst)
            {
                watched.Write();
            }

            if (left <= 0 || isFirst)
            {
                StopTimer();
                waiter.Release();
            }
        }

        protected override void TimedOut()
        {
            watched.Write();
            waiter.Release();
        }
    }
}
