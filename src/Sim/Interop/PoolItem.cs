using SimAsync.Kernel;
using SimAsync.Scheduler;

namespace SimAsync.Interop;

/// <summary>
/// A work item that the run has sent to the thread pool: a step, ready since it was sent. Its object was taken from the pool's queue before a worker came, and
/// runs on the loop's thread; or a worker has it, stands just before it, and is lent the turn for it.
/// </summary>
internal sealed class PoolItem(SimLoop loop) : IWork, IGuest, IContextGuest, ITaskSlot
{
    // A worker that came first.
    private ManualResetEventSlim? granted;
    private object? ownQueue;
    private SimLoop.UnheldStep unheld;
    private TaskPath path = loop.RootPath;

    public SimLoop Loop => loop;

    public long TimerNumber { get; set; }

    public ScheduledTask? Scheduled { get; set; }

    /// <summary>The number by which the runtime's events know it: a hash code, which another may have too.</summary>
    public int Hash { get; private set; }

    /// <summary>The next of the unresolved ones with this hash.</summary>
    public PoolItem? Next { get; set; }

    /// <summary>What is to run, if no worker has it.</summary>
    public object? Payload { get; private set; }

    /// <summary>Whether a worker has it.</summary>
    public bool IsOnWorker => granted is not null;

    public bool IsResolved => Payload is not null || IsOnWorker;

    /// <summary>It was sent to the pool.</summary>
    public void Begin(int hash)
    {
        (Hash, Payload, granted, path, Scheduled) = (hash, null, null, loop.CurrentPath, null);
        loop.Ready(this, null, path.Hash);
    }

    public void Capture(object payload) => Payload = payload;

    /// <summary>A worker has come with it. Called under the gate's lock.</summary>
    public void Arrive() => granted = new ManualResetEventSlim();

    public void Run(object? argument)
    {
        PoolGate.Of(loop).Resolve(this);
        loop.CurrentPath = path;
        if (Payload is { } payload)
        {
            Payload = null;
            loop.BreakIfDue();
            loop.RunOnPool(null, PoolInternals.Execute, payload);
            PoolGate.Of(loop).Recycle(this);
        }
        else
        {
            loop.Lend(this);
        }
    }

    public void Due() => throw new SimulationBugException("A work item has no timer.");

    public string Describe(object? argument) => Payload is { } payload ? $"{path} pool: {Continuations.Describe(payload)}" : $"{path} pool: a work item";

    public StepSubject Subject(object? argument) => Payload is { } payload
        ? Continuations.SubjectOf(payload)
        : new StepSubject(this, StepAct.Callback, null, null, "a work item of the thread pool");

    public object? StateOf(object? argument) => Payload;

    public void Grant() => granted!.Set();

    /// <summary>On the worker, before the item: stands until it has the turn, and takes it.</summary>
    public void AwaitTurn()
    {
        granted!.Wait();
        loop.TakeTurn();
        if (PoolInternals.AreThere)
        {
            // What the item sends to the pool is to go where the loop finds it.
            (ownQueue, PoolInternals.OwnQueue) = (PoolInternals.OwnQueue, null);
        }

        SynchronizationContext.SetSynchronizationContext(loop.PoolContext);
        WorkerEnd.Catch();
        Ambient.Guest = this;
        if (loop.BareFlow is { } bare)
        {
            ExecutionContext.Restore(bare);
        }

        loop.BreakIfDue();
        unheld = loop.BeginUnheld(Thread.CurrentThread);
    }

    /// <summary>On the worker: the item's execution context has gone. That is the item's end if the pool took it away, and only the end of its body if the item did.</summary>
    public void ContextLeft()
    {
        if (WorkerEnd.IsHere())
        {
            NextItem();
        }
        else
        {
            Ambient.Enter(loop);
        }
    }

    /// <summary>On the worker: the item has ended.</summary>
    public void NextItem()
    {
        Ambient.Guest = null;
        loop.EndUnheld(unheld);
        if (PoolInternals.AreThere)
        {
            PoolInternals.OwnQueue = ownQueue;
        }

        loop.GiveTurnBack();
    }
}
