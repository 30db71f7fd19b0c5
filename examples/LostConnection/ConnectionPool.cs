namespace SimAsync.Examples.LostConnection;

/// <summary>
/// The bug: a connection that is handed over in the very moment in which patience ends is nobody's. The one who waited gets the timeout, and the one
/// who gave it back thinks that it was taken.
/// </summary>
public sealed class ConnectionPool(params IEnumerable<string> connections) : IConnectionPool
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
            return null;
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
