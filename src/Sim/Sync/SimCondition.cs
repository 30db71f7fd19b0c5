using System.Diagnostics;
using System.Runtime.ExceptionServices;
using SimAsync.Kernel;
using SimAsync.Sync;

namespace SimAsync;

/// <summary>A condition variable: asyncio's <c>Condition</c>. Wait and notify while its lock is held.</summary>
/// <remarks>Source: CPython 3.14, <c>asyncio/locks.py</c>.</remarks>
/// <param name="sharedLock">Its lock, which others may use too; null for one of its own.</param>
/// <param name="name">What messages call it.</param>
[DebuggerDisplay("{DebuggerText,nq}")]
public sealed class SimCondition(ISimLock? sharedLock = null, string? name = null) : ISimLock
{
    private readonly ISimLock heldLock = sharedLock ?? new SimLock(name);
    private readonly Watched watched = Watched.New();
    private readonly LinkedList<SyncWaiter> waiters = new();

    /// <summary>Whether its lock is held.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public bool IsLocked => heldLock.IsLocked;

    /// <inheritdoc cref="SimLock.Acquire"/>
    public Coroutine Acquire() => heldLock.Acquire();

    /// <inheritdoc cref="SimLock.Hold"/>
    public Coroutine<SimReleaser> Hold() => heldLock.Hold();

    /// <inheritdoc cref="SimLock.Release"/>
    public void Release() => heldLock.Release();

    /// <summary>
    /// Releases the lock, waits to be notified, and acquires the lock again. May return without a notification: check what you wait for again, or use
    /// <see cref="WaitFor"/>.
    /// </summary>
    /// <remarks>Cancelled, it acquires the lock again all the same, and hands a notification that it had on to another.</remarks>
    /// <exception cref="InvalidOperationException">The lock is not held.</exception>
    public async Coroutine Wait()
    {
        if (!IsLocked)
        {
            throw new InvalidOperationException($"{Describe()}: a task that waits must hold the lock. Acquire it first.");
        }

        watched.Write();
        var waiter = new SyncWaiter(SimLoop.Require("SimCondition.Wait"), Describe);
        Release();
        try
        {
            Exception? thrown = null;
            LinkedListNode<SyncWaiter> place = waiters.AddLast(waiter);
            try
            {
                await waiter;
            }
            catch (Exception e)
            {
                thrown = e;
            }

            watched.Write();
            waiters.Remove(place);
            for (; ; )
            {
                try
                {
                    await Acquire();
                    break;
                }
                catch (OperationCanceledException e)
                {
                    thrown = e;
                }
            }

            if (thrown is not null)
            {
                ExceptionDispatchInfo.Throw(thrown);
            }
        }
        catch
        {
            // It may have been notified and then cancelled: another is to have the notification.
            Wake(1);
            throw;
        }
    }

    /// <summary>Waits until <paramref name="predicate"/> holds, which is asked with the lock held, at first and after each notification.</summary>
    public async Coroutine WaitFor(Func<bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        while (!predicate())
        {
            await Wait();
        }
    }

    /// <summary>Wakes some who wait. They go on once they have the lock.</summary>
    /// <param name="count">At most so many; the first in the queue.</param>
    /// <exception cref="InvalidOperationException">The lock is not held.</exception>
    public void Notify(int count = 1)
    {
        if (!IsLocked)
        {
            throw new InvalidOperationException($"{Describe()}: a task that notifies must hold the lock. Acquire it first.");
        }

        Naming.Tell("notified", "Condition", name, letsGo: true);
        Wake(count);
    }

    /// <summary>Wakes all who wait.</summary>
    /// <exception cref="InvalidOperationException">The lock is not held.</exception>
    public void NotifyAll()
    {
        watched.Read();
        Notify(waiters.Count);
    }

    private string Describe() => Naming.Of("Condition", name);

    // Another's own lock may do anything on being asked.
    private string DebuggerText => SimLoop.Quietly(() => $"{Describe()}: {(heldLock is SimLock or SimSemaphore ? IsLocked ? "its lock is held" : "its lock is free" : "")}{Naming.Queue(waiters)}");

    private void Wake(int count)
    {
        watched.Write();
        int woken = 0;
        foreach (SyncWaiter waiter in waiters)
        {
            if (woken >= count)
            {
                break;
            }

            if (!waiter.IsDone)
            {
                woken++;
                waiter.Release();
            }
        }
    }
}
