namespace SimAsync.Tasks;

/// <summary>What is told when a future is done: asyncio's done callbacks, which the loop calls soon.</summary>
internal interface IFutureCallback
{
    /// <summary>The future is done: make a step ready that deals with it. Runs nothing of the user's.</summary>
    void Completed(SimFuture future);
}
