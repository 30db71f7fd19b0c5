namespace SimAsync.Scheduler;

/// <summary>A text is no replay code that this version can play.</summary>
public sealed class ReplayCodeException : FormatException
{
    internal ReplayCodeException(string reason)
        : base($"The replay code cannot be read: {reason}. Copy the whole code from the failure's message.") => Reason = reason;

    /// <summary>What is wrong with the text.</summary>
    public string Reason { get; }
}
