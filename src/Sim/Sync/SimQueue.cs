using System.Diagnostics;
using SimAsync.Kernel;
using SimAsync.Sync;

namespace SimAsync;

/// <summary>A queue between coroutines, first in, first out: asyncio's <c>Queue</c>.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>
/// Source: CPython 3.14, <c>asyncio/queues.py</c>. A getter or putter that was woken and then cancelled wakes the next, so nothing is lost.
/// </remarks>
[DebuggerDisplay("{DebuggerText,nq}")]
public class SimQueue<T>
{
    private readonly Watched watched = Watched.New();
    private readonly string? name;
    private readonly LinkedList<SyncWaiter> getters = new();
    private readonly LinkedList<SyncWaiter> putters = new();
    private readonly SimEvent finished;
    private readonly IQueueOrder<T> items;
    private int unfinished;
    private bool isShutDown;

    /// <summary>Makes one.</summary>
    /// <param name="maxSize">How many items it holds; 0 or less for no bound.</param>
    /// <param name="name">What messages call it.</param>
    public SimQueue(int maxSize = 0, string? name = null)
        : this(maxSize, name, new FifoOrder<T>())
    {
    }

    private protected SimQueue(int maxSize, string? name, IQueueOrder<T> items)
    {
        (MaxSize, this.name, this.items) = (maxSize, name, items);
        finished = new SimEvent(name is null ? "all done" : $"{name}: all done");
        finished.Set();
    }

    /// <summary>How many items it holds at most; 0 or less for no bound.</summary>
    public int MaxSize { get; }

    /// <summary>How many items there are.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public int Count
    {
        get
        {
            watched.Read();
            return items.Count;
        }
    }

    /// <summary>Whether there is no item.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public bool IsEmpty => Count == 0;

    /// <summary>Whether there is no room.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public bool IsFull => MaxSize > 0 && Count >= MaxSize;

    /// <summary>Whether <see cref="Shutdown"/> was called.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public bool IsShutDown
    {
        get
        {
            watched.Read();
            return isShutDown;
        }
    }

    /// <summary>Puts an item in. Suspends only while there is no room. Cancelled, it has put nothing in.</summary>
    /// <exception cref="QueueShutDownException">The queue was shut down.</exception>
    public async Coroutine Put(T item)
    {
        while (IsFull)
        {
            ThrowIfShutDown();
            await Queue(putters, "room in", () => !IsFull);
        }

        PutNow(item);
    }

    /// <summary>Puts an item in at once.</summary>
    /// <exception cref="QueueFullException">There is no room.</exception>
    /// <exception cref="QueueShutDownException">The queue was shut down.</exception>
    public void PutNow(T item)
    {
        ThrowIfShutDown();
        if (IsFull)
        {
            throw new QueueFullException($"{Describe()} has no room: await Put to wait for it.");
        }

        watched.Write();
        items.Put(item);
        Naming.Tell("put an item into", "Queue", name, letsGo: true);
        unfinished++;
        finished.Clear();
        WakeNext(getters);
    }

    /// <summary>Takes an item out. Suspends only while there is none. Cancelled, it has taken nothing.</summary>
    /// <exception cref="QueueShutDownException">The queue was shut down and is empty.</exception>
    public async Coroutine<T> Get()
    {
        while (IsEmpty)
        {
            ThrowIfShutDown();
            await Queue(getters, "an item of", () => !IsEmpty);
        }

        return GetNow();
    }

    /// <summary>Takes an item out at once.</summary>
    /// <exception cref="QueueEmptyException">There is none.</exception>
    /// <exception cref="QueueShutDownException">There is none, and the queue was shut down.</exception>
    public T GetNow()
    {
        if (IsEmpty)
        {
            ThrowIfShutDown();
            throw new QueueEmptyException($"{Describe()} has no item: await Get to wait for one.");
        }

        watched.Write();
        T item = items.Get();
        Naming.Tell("took an item from", "Queue", name, letsGo: false);
        WakeNext(putters);
        return item;
    }

    /// <summary>Says that one item that was taken out has been dealt with, for <see cref="Join"/>.</summary>
    /// <exception cref="InvalidOperationException">It was called more often than items were put in.</exception>
    public void TaskDone()
    {
        watched.Write();
        if (unfinished <= 0)
        {
            throw new InvalidOperationException($"{Describe()}: TaskDone was called more often than items were put in.");
        }

        if (--unfinished == 0)
        {
            finished.Set();
        }
    }

    /// <summary>Waits until every item that was put in has been dealt with. Suspends only if one has not.</summary>
    public async Coroutine Join()
    {
        watched.Read();
        if (unfinished > 0)
        {
            await finished.Wait();
        }
    }

    /// <summary>Refuses items from now on, and lets who waits go; getting goes on until the queue is empty.</summary>
    /// <param name="immediate">Whether to drop the items that are left.</param>
    public void Shutdown(bool immediate = false)
    {
        watched.Write();
        isShutDown = true;
        if (immediate)
        {
            while (!IsEmpty)
            {
                items.Get();
                unfinished = Math.Max(0, unfinished - 1);
            }

            if (unfinished == 0)
            {
                finished.Set();
            }
        }

        WakeAll(getters);
        WakeAll(putters);
    }

    private static void WakeNext(LinkedList<SyncWaiter> waiters)
    {
        while (waiters.First is { Value: var waiter })
        {
            waiters.RemoveFirst();
            if (!waiter.IsDone)
            {
                waiter.Release();
                break;
            }
        }
    }

    private static void WakeAll(LinkedList<SyncWaiter> waiters)
    {
        while (waiters.First is { Value: var waiter })
        {
            waiters.RemoveFirst();
            waiter.Release();
        }
    }

    private async Coroutine Queue(LinkedList<SyncWaiter> waiters, string what, Func<bool> canServe)
    {
        var waiter = new SyncWaiter(SimLoop.Require("A queue"), () => $"{what} {Describe()}");
        watched.Write();
        LinkedListNode<SyncWaiter> place = waiters.AddLast(waiter);
        try
        {
            await waiter;
        }
        catch
        {
            watched.Write();
            waiter.Cancel(); // It may not be done yet, if another exception came.
            if (place.List is not null)
            {
                waiters.Remove(place);
            }

            // Woken, but it cannot take what it was woken for: the next in line is to have it.
            if (canServe() && !waiter.IsCancelled)
            {
                WakeNext(waiters);
            }

            throw;
        }
    }

    private string Describe() => $"{Naming.Of("Queue", name)} ({(IsFull ? "full, " : "")}{Count}{(MaxSize > 0 ? $" of {MaxSize}" : " items")})";

    private string DebuggerText => SimLoop.Quietly(() =>
        $"{Describe()}{(isShutDown ? ", shut down" : "")}, {unfinished} unfinished{Naming.Queue(getters, "to get")}{Naming.Queue(putters, "to put")}");

    private void ThrowIfShutDown()
    {
        if (IsShutDown)
        {
            throw new QueueShutDownException($"{Describe()} was shut down.");
        }
    }
}
