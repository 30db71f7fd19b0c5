namespace SimAsync.FsCheck.Models;

/// <summary>What may come between a command and its end.</summary>
public enum InterruptionKind
{
    /// <summary>The command's token is cancelled. Its client still waits for its end.</summary>
    Cancellation,

    /// <summary>Its client waits no longer, and goes on with its next command. The command itself is not told.</summary>
    Timeout,
}
