namespace SimAsync;

/// <summary>A barrier was aborted, or reset under those who waited: asyncio's <c>BrokenBarrierError</c>.</summary>
public sealed class BrokenBarrierException : Exception
{
    internal BrokenBarrierException(string message)
        : base(message)
    {
    }
}
