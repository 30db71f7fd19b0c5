namespace SimAsync;

/// <summary>
/// Thrown at the await at which a cancelled task stands: asyncio's <c>CancelledError</c>. Catch it to clean up and throw it
/// on; who swallows it should call <see cref="ISimTask.Uncancel"/>.
/// </summary>
public sealed class CancelledException : OperationCanceledException
{
    /// <summary>Makes one, without or with the message that <c>Cancel</c> was given.</summary>
    /// <param name="message">The message, or null for none.</param>
    public CancelledException(string? message = null)
        : base(message ?? "The task was cancelled.") => CancelMessage = message;

    /// <summary>The message that <c>Cancel</c> was given, or null.</summary>
    public string? CancelMessage { get; }
}
