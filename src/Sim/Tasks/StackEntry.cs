namespace SimAsync;

/// <summary>One coroutine of a suspended task.</summary>
/// <param name="Method">Its method.</param>
/// <param name="At">The line of the await at which it stands; null if it has not begun, or without debug information.</param>
public sealed record StackEntry(string Method, SourceLine? At)
{
    /// <summary>Whether it is one of SimAsync's own.</summary>
    internal bool IsOwn { get; init; }

    /// <summary>The method, and the line.</summary>
    public override string ToString() => At is null ? Method : $"{Method} at {At}";
}
