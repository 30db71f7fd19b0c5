using SimAsync.Kernel;

namespace SimAsync.Interop;

/// <summary>What holds the parts of .NET that lie outside the loop, for one run.</summary>
internal sealed class Edge : IEdge
{
    private readonly SimLoop loop;
    private object? ownQueue;
    private int lastMethod;

    public Edge(SimLoop loop)
    {
        this.loop = loop;
        Pool = new PoolGate(loop);
        Timers = new TimerGate(loop);
    }

    public PoolGate Pool { get; }

    public TimerGate Timers { get; }

    public bool IsSpoiled => Timers.IsSpoiled;

    public void Enter()
    {
        if (FrameworkEvents.AreOn && PoolInternals.AreThere)
        {
            // A run on a worker of the pool: what it sends there is to go where the loop finds it, not to the worker's own queue.
            ownQueue = PoolInternals.OwnQueue;
            if (ownQueue is not null)
            {
                PoolInternals.OwnQueue = null;
            }
        }

        StallWatch.Add(loop);
    }

    public void Leave()
    {
        StallWatch.Remove(loop);
        loop.ClearStall();
        if (loop.HasBlocked)
        {
            StallWatch.NoteContentions();
        }

        if (ownQueue is not null)
        {
            PoolInternals.OwnQueue = ownQueue;
            ownQueue = null;
        }
    }

    public void Collect()
    {
        Pool.Collect();
        Timers.Collect();
    }

    public void Visit() => Visitor.Hold(loop);

    public IReadOnlyList<SuspendedMethod> Suspended() => ActiveTasks.Of(loop);

    public IReadOnlyList<Task> Begun() => ActiveTasks.Since(ref lastMethod, loop);

    public void Close()
    {
        Pool.Close();
        Timers.Close();
    }
}
