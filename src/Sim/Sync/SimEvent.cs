using System.Diagnostics;
using SimAsync.Kernel;
using SimAsync.Sync;

namespace SimAsync;

/// <summary>A flag that coroutines wait for: asyncio's <c>Event</c>.</summary>
/// <remarks>Source: CPython 3.14, <c>asyncio/locks.py</c>.</remarks>
/// <param name="name">What messages call it.</param>
[DebuggerDisplay("{DebuggerText,nq}")]
public sealed class SimEvent(string? name = null)
{
    private readonly Watched watched = Watched.New();
    private readonly LinkedList<SyncWaiter> waiters = new();
    private bool isSet;

    /// <summary>Whether the flag is up. At first it is not.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public bool IsSet
    {
        get
        {
            watched.Read();
            return isSet;
        }
    }

    /// <summary>Puts the flag up, and wakes all who wait.</summary>
    public void Set()
    {
        watched.Write();
        if (!isSet)
        {
            isSet = true;
            Naming.Tell("set", "Event", name, letsGo: true);
            foreach (SyncWaiter waiter in waiters)
            {
                waiter.Release();
            }
        }
    }

    /// <summary>Takes the flag down. Who was woken goes on all the same.</summary>
    public void Clear()
    {
        watched.Write();
        isSet = false;
    }

    /// <summary>Waits until the flag is put up. Suspends only if it is down.</summary>
    public async Coroutine Wait()
    {
        if (IsSet)
        {
            return;
        }

        var waiter = new SyncWaiter(SimLoop.Require("SimEvent.Wait"), () => Naming.Of("Event", name));
        LinkedListNode<SyncWaiter> place = waiters.AddLast(waiter);
        try
        {
            await waiter;
        }
        finally
        {
            waiters.Remove(place);
        }
    }

    private string DebuggerText => SimLoop.Quietly(() => $"{Naming.Of("Event", name)}: {(isSet ? "set" : "not set")}{Naming.Queue(waiters)}");
}
