using System.Diagnostics.CodeAnalysis;

namespace SimAsync.Interop;

/// <summary>
/// Holds what a run sends to the thread pool: each work item gets its place in the ready list where it is enqueued, and runs when the strategy says so. What
/// other code in the process sends there passes.
/// </summary>
/// <remarks>
/// Where the runtime's queue can be reached, an item is taken out of it again at the end of the step that sent it, and no worker is woken: as long as a step of
/// a run has sent something, the pool is told that a worker has been asked for already. Who sends something else meanwhile takes that back, and at the end of
/// the step a worker is asked for if anything is left. A worker that is awake may be faster all the same. Then it stops where the runtime says that it has an item.
/// </remarks>
internal sealed class PoolGate(SimLoop loop)
{
    // Guards what follows, and the state of the items in it. Held for a few instructions.
    private static readonly object Sync = new();

    // The items that neither a loop nor a worker has yet, of all runs in the process.
    private static readonly Dictionary<int, PoolItem> Unresolved = [];
    private static int unresolvedCount;

    // How many runs have told the pool that a worker has been asked for.
    private static int pretenders;

    private readonly Stack<PoolItem> spares = new();
    private readonly List<object> others = [];
    private int mine;
    private bool pretends;

    public static PoolGate Of(SimLoop loop) => ((Edge)loop.Edge!).Pool;

    /// <summary>This thread is about to enqueue an item.</summary>
    public static void Enqueued(int hash)
    {
        if (SimLoop.Current is { Edge: Edge edge })
        {
            edge.Pool.Hold(hash);
        }
        else if (Volatile.Read(ref pretenders) != 0)
        {
            // Not ours: a worker is to come for it at once.
            Volatile.Write(ref PoolInternals.WorkerIsRequested, 0);
        }
    }

    /// <summary>This thread, a worker, is about to run an item.</summary>
    public static void Dequeued(int hash)
    {
        PoolItem? item = null;
        if (Volatile.Read(ref unresolvedCount) != 0)
        {
            lock (Sync)
            {
                if (Remove(hash, out item))
                {
                    item.Arrive();
                    Of(item.Loop).mine--;
                    Monitor.PulseAll(Sync);
                }
            }
        }

        if (item is not null)
        {
            item.AwaitTurn();
        }
        else if (Volatile.Read(ref pretenders) != 0 && HasWorkOfOthers())
        {
            Volatile.Write(ref PoolInternals.WorkerIsRequested, 0);
            PoolInternals.RequestWorker();
        }
    }

    /// <summary>Takes what this run has sent out of the pool's queue, as far as no worker has it.</summary>
    public void Collect()
    {
        if (!PoolInternals.AreThere)
        {
            return;
        }

        if (mine > 0)
        {
            Take();
        }

        if (pretends)
        {
            pretends = false;
            Interlocked.Decrement(ref pretenders);
            Volatile.Write(ref PoolInternals.WorkerIsRequested, 0);
            Interlocked.MemoryBarrier();
            if (HasWorkOfOthers())
            {
                PoolInternals.RequestWorker();
            }
        }
    }

    /// <summary>Waits until an item is here, or on a worker. One of both happens, as soon as the machine has a thread to spare.</summary>
    public void Resolve(PoolItem item)
    {
        if (item.IsResolved)
        {
            return;
        }

        Collect();
        using SimLoop.KernelCode kernel = loop.EnterKernel();
        SynchronizationContext? own = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        while (!item.IsResolved)
        {
            if (PoolInternals.AreThere)
            {
                PoolInternals.RequestWorker();
                Take();
            }

            lock (Sync)
            {
                if (!item.IsResolved)
                {
                    Monitor.Wait(Sync, 1);
                }
            }
        }

        SynchronizationContext.SetSynchronizationContext(own);
    }

    /// <summary>The run is over. What the loop has it drops; what a worker has can only be let run.</summary>
    public void Close()
    {
        for (PoolItem? item; (item = loop.FirstReady<PoolItem>()) is not null;)
        {
            Resolve(item);
            loop.Withdraw(item);
            if (item.IsOnWorker)
            {
                loop.End(item);
                loop.EndBlocked();
            }
        }
    }

    public void Recycle(PoolItem item) => spares.Push(item);

    // One item of the others' may be hidden by one of a run's that is registered and not yet in the queue; that run looks again at the end of its step.
    private static bool HasWorkOfOthers() => PoolInternals.Queue.Count > Volatile.Read(ref unresolvedCount) || PoolInternals.HasBoundWork;

    private static bool Remove(int hash, [NotNullWhen(true)] out PoolItem? item)
    {
        if (!Unresolved.Remove(hash, out item))
        {
            return false;
        }

        if (item.Next is { } next)
        {
            Unresolved.Add(hash, next);
            item.Next = null;
        }

        Volatile.Write(ref unresolvedCount, unresolvedCount - 1);
        return true;
    }

    private void Hold(int hash)
    {
        using SimLoop.KernelCode kernel = loop.EnterKernel();
        if (!spares.TryPop(out PoolItem? item))
        {
            item = new PoolItem(loop);
        }

        item.Begin(hash);
        lock (Sync)
        {
            if (Unresolved.TryGetValue(hash, out PoolItem? first))
            {
                while (first.Next is { } next)
                {
                    first = next;
                }

                first.Next = item;
            }
            else
            {
                Unresolved.Add(hash, item);
            }

            Volatile.Write(ref unresolvedCount, unresolvedCount + 1);
            mine++;
        }

        if (PoolInternals.AreThere)
        {
            if (!pretends)
            {
                pretends = true;
                Interlocked.Increment(ref pretenders);
            }

            Interlocked.Exchange(ref PoolInternals.WorkerIsRequested, 1);
        }

        loop.AttendToEdge();
    }

    // Items of other runs that come up are theirs from then on; anything else goes back to the end of the queue.
    private void Take()
    {
        const int MostOthers = 64;
        using SimLoop.KernelCode kernel = loop.EnterKernel();
        lock (Sync)
        {
            while (mine > 0 && others.Count < MostOthers && PoolInternals.Queue.TryDequeue(out object? payload))
            {
                if (Remove(payload.GetHashCode(), out PoolItem? item))
                {
                    item.Capture(payload);
                    Of(item.Loop).mine--;
                }
                else
                {
                    others.Add(payload);
                }
            }
        }

        if (others.Count > 0)
        {
            foreach (object other in others)
            {
                PoolInternals.Queue.Enqueue(other);
            }

            others.Clear();
            PoolInternals.RequestWorker();
        }
    }
}
