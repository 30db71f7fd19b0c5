using System.Diagnostics;
using SimAsync.Kernel;
using SimAsync.Sync;

namespace SimAsync;

/// <summary>A mutual exclusion lock for coroutines: asyncio's <c>Lock</c>. Fair: who queues first acquires first. Not reentrant.</summary>
/// <remarks>
/// Source: CPython 3.14, <c>asyncio/locks.py</c>. A released lock reads unlocked although a newcomer must queue behind those who wait already, unless
/// all of those were cancelled.
/// </remarks>
/// <param name="name">What messages call it.</param>
[DebuggerDisplay("{DebuggerText,nq}")]
public sealed class SimLock(string? name = null) : ISimLock, ILeavable
{
    private readonly LinkedList<SyncWaiter> waiters = new();
    private readonly Watched watched = Watched.New();
    private ISimTask? holder;
    private bool isLocked;

    /// <summary>Whether it is held.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public bool IsLocked
    {
        get
        {
            watched.Read();
            return isLocked;
        }
    }

    /// <summary>Acquires it. Suspends only if it is held, or others queue. Cancelled while it waits, it holds nothing, and the next in the queue is woken.</summary>
    public async Coroutine Acquire()
    {
        watched.Write();
        if (IsLocked || waiters.Any(static waiter => !waiter.IsCancelled))
        {
            var waiter = new SyncWaiter(SimLoop.Require("SimLock.Acquire"), Describe, () => holder is null ? [] : [holder]);
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
                if (!IsLocked)
                {
                    WakeFirst();
                }

                throw;
            }
        }

        watched.Write();
        isLocked = true;
        holder = Naming.CurrentTask;
        SimLoop.Current?.NoteLock(this);
        Naming.Tell("took", "Lock", name, letsGo: false);
    }

    /// <summary>Acquires it for a <c>using</c> block, which releases it.</summary>
    public async Coroutine<SimReleaser> Hold()
    {
        await Acquire();
        return new SimReleaser(Release);
    }

    /// <summary>Releases it, and wakes the first in the queue. Any task may, not only the one that holds it.</summary>
    /// <exception cref="InvalidOperationException">It is not held.</exception>
    public void Release()
    {
        watched.Write();
        if (!IsLocked)
        {
            throw new InvalidOperationException($"{Describe()} is not held: it cannot be released.");
        }

        isLocked = false;
        holder = null;
        Naming.Tell("released", "Lock", name, letsGo: true);
        WakeFirst();
    }

    string? ILeavable.Left() => isLocked && holder is not { IsDone: false } ? Naming.Left(Describe(), holder is null ? [] : [holder]) : null;

    private string Describe() => Naming.Of("Lock", name);

    private string DebuggerText => SimLoop.Quietly(() => $"{Describe()}: {(isLocked ? "locked" : "free")}{Naming.Held([holder])}{Naming.Queue(waiters)}");

    // A first that is done already is about to run, and will see to those behind it.
    private void WakeFirst() => waiters.First?.Value.Release();
}
