using SimAsync.Kernel;

namespace SimAsync.Tasks;

/// <summary>A done callback of the user's: a step of its own, in the execution context in which it was added.</summary>
internal sealed class FutureCallback : IFutureCallback, IWork, Scheduler.IPlace
{
    private readonly Watched watched = Watched.New();
    private readonly SimLoop loop;
    private readonly ExecutionContext? context;
    private readonly TaskPath owner;

    public FutureCallback(SimLoop loop, Delegate callback)
    {
        (this.loop, Callback) = (loop, callback);
        owner = loop.CurrentPath;
        context = ExecutionContext.Capture();
    }

    /// <summary>An <see cref="Action"/> (the rest of an async method) or an <see cref="Action{SimFuture}"/>.</summary>
    public Delegate Callback { get; }

    public ulong Location => watched.Location;

    public long TimerNumber { get; set; }

    public void Completed(SimFuture future) => loop.Ready(this, future, owner.Hash);

    public void Run(object? argument)
    {
        if (Callback is Action)
        {
            // The rest of a plain async method: what it uses is not seen.
            loop.Footprint?.NoteUnknown();
        }

        loop.CurrentPath = owner;
        if (Callback is Action<SimFuture> callback)
        {
            loop.RunCallback(context, state => callback((SimFuture)state!), argument, callback.Method);
        }
        else
        {
            loop.RunCallback(context, static state => ((Action)state!)(), Callback, Callback.Method);
        }
    }

    public void Due() => loop.Ready(this, null, owner.Hash);

    public string Describe(object? argument) => $"{owner} callback {Describer.Method(Callback.Method)}";
}
