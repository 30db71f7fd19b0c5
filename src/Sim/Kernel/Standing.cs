namespace SimAsync.Kernel;

/// <summary>Where something stands that waits.</summary>
/// <param name="Awaits">What it waits for.</param>
/// <param name="Method">The method in which it does, the innermost that is the user's; null if none is known.</param>
/// <param name="At">The line of the await.</param>
internal sealed record Standing(string Awaits, string? Method, SourceLine? At);
