using SimAsync.Tasks;

namespace SimAsync.Sync;

/// <summary>One who queues at a primitive.</summary>
/// <param name="loop">The loop that runs the one who waits.</param>
/// <param name="what">Tells, for a message, what is waited for.</param>
/// <param name="holders">Tells who holds it; null if nobody can.</param>
internal sealed class SyncWaiter(SimLoop loop, Func<string> what, Func<IEnumerable<ISimTask>>? holders = null) : Waiter(loop, ""), IHeld
{
    public IEnumerable<ISimTask> Holders => holders?.Invoke() ?? [];

    internal override string Describe() => what();
}
