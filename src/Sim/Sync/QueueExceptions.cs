namespace SimAsync;

/// <summary>A queue has no item to give at once: asyncio's <c>QueueEmpty</c>.</summary>
public sealed class QueueEmptyException : Exception
{
    internal QueueEmptyException(string message)
        : base(message)
    {
    }
}

/// <summary>A queue has no room for an item at once: asyncio's <c>QueueFull</c>.</summary>
public sealed class QueueFullException : Exception
{
    internal QueueFullException(string message)
        : base(message)
    {
    }
}

/// <summary>A queue was shut down: asyncio's <c>QueueShutDown</c>.</summary>
public sealed class QueueShutDownException : Exception
{
    internal QueueShutDownException(string message)
        : base(message)
    {
    }
}
