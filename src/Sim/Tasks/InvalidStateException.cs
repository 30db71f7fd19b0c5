namespace SimAsync;

/// <summary>A future was asked for what it does not have yet, or given a second outcome: asyncio's <c>InvalidStateError</c>.</summary>
public sealed class InvalidStateException : Exception
{
    internal InvalidStateException(string message)
        : base(message)
    {
    }
}
