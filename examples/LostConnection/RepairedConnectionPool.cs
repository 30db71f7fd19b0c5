namespace SimAsync.Examples.LostConnection;

/// <summary>
/// The repair: who ran out of patience looks once more. A connection that was handed over in that very moment is kept after all.
/// </summary>
public sealed class RepairedConnectionPool(params IEnumerable<string> connections) : IConnectionPool
{
    private readonly Stack<string> idle = new(connections);
    private readonly Queue<SimFuture<string>> waiting = new();

    /// <inheritdoc/>
    public int Idle => idle.Count;

    /// <inheritdoc/>
    public async Coroutine<string?> Rent(TimeSpan patience)
    {
        if (idle.TryPop(out string? connection))
        {
            return connection;
        }

        var handedOver = new SimFuture<string>();
        waiting.Enqueue(handedOver);
        try
        {
            return await Sim.WaitFor(handedOver, patience);
        }
        catch (TimeoutException)
        {
            return handedOver is { IsDone: true, IsCancelled: false } ? handedOver.Result : null;
        }
    }

    /// <inheritdoc/>
    public void Return(string connection)
    {
        while (waiting.TryDequeue(out SimFuture<string>? handedOver))
        {
            if (!handedOver.IsDone)
            {
                handedOver.SetResult(connection);
                return;
            }
        }

        idle.Push(connection);
    }
}
