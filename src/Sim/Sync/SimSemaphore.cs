using System.Diagnostics;
using SimAsync.Kernel;
using SimAsync.Sync;

namespace SimAsync;

/// <summary>A count of permits: asyncio's <c>Semaphore</c>. Fair: who queues first acquires first.</summary>
/// <remarks>Source: CPython 3.14, <c>asyncio/locks.py</c>.</remarks>
[DebuggerDisplay("{DebuggerText,nq}")]
public class SimSemaphore : ISimLock, ILeavable
{
    private readonly Watched watched = Watched.New();
    private readonly string? name;
    private int value;
    private readonly LinkedList<SyncWaiter> waiters = new();
    private readonly List<ISimTask> holders = [];
    private readonly int initial;

    /// <summary>Makes one.</summary>
    /// <param name="value">How many permits there are at first; 0 or more.</param>
    /// <param name="name">What messages call it.</param>
    public SimSemaphore(int value = 1, string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        (Value, initial, this.name) = (value, value, name);
    }

    /// <summary>How many permits are free.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public int Value
    {
        get
        {
            watched.Read();
            return value;
        }

        private set
        {
            watched.Write();
            this.value = value;
        }
    }

    /// <summary>Whether acquiring would suspend: no permit is free, or others queue for those that are.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public bool IsLocked => Value == 0 || waiters.Any(static waiter => !waiter.IsCancelled);

    /// <summary>Takes a permit. Suspends only if none is free, or others queue. Cancelled while it waits, it has none, and another may be woken.</summary>
    public async Coroutine Acquire()
    {
        watched.Write();
        if (!IsLocked)
        {
            Value--;
            Note();
            return;
        }

        var waiter = new SyncWaiter(SimLoop.Require("SimSemaphore.Acquire"), Describe, () => holders);
        LinkedListNode<SyncWaiter> place = waiters.AddLast(waiter);
        try
        {
            try
            {
                await waiter;
            }
            finally
            {
                watched.Write();
                waiters.Remove(place);
            }
        }
        catch (OperationCanceledException)
        {
            // Woken, and then cancelled before it could run: the permit goes back.
            if (waiter.IsDone && !waiter.IsCancelled)
            {
                Value++;
            }

            WakeAsManyAsMay();
            throw;
        }

        Note();
        WakeAsManyAsMay();
    }

    /// <summary>Takes a permit for a <c>using</c> block, which gives it back.</summary>
    public async Coroutine<SimReleaser> Hold()
    {
        await Acquire();
        return new SimReleaser(Release);
    }

    /// <summary>Gives a permit back, and wakes the first who waits. Any task may.</summary>
    public virtual void Release()
    {
        watched.Write();
        if (holders.Count > 0 && (Naming.CurrentTask is not { } task || !holders.Remove(task)))
        {
            holders.RemoveAt(0);
        }

        Value++;
        Naming.Tell("released", "Semaphore", name, letsGo: true);
        WakeNext();
    }

    // One that has more permits than at first is no lock: it counts something.
    string? ILeavable.Left() => value < initial && holders.FindAll(static holder => holder.IsDone) is { Count: > 0 } ended ? Naming.Left(Describe(), ended) : null;

    private protected string Describe() => $"{Naming.Of("Semaphore", name)} ({Value} of {initial} free)";

    private string DebuggerText => SimLoop.Quietly(() => $"{Describe()}{Naming.Held(holders)}{Naming.Queue(waiters)}");

    private void Note()
    {
        if (Naming.CurrentTask is { } task)
        {
            holders.Add(task);
            SimLoop.Current?.NoteLock(this);
        }

        Naming.Tell("took a permit of", "Semaphore", name, letsGo: false);
    }

    private void WakeAsManyAsMay()
    {
        while (Value > 0 && WakeNext())
        {
        }
    }

    private bool WakeNext()
    {
        foreach (SyncWaiter waiter in waiters)
        {
            if (!waiter.IsDone)
            {
                Value--;
                waiter.Release();
                return true;
            }
        }

        return false;
    }
}
