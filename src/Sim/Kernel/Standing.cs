namespace SimAsync.Kernel;

/// <summary>Where something stands that waits.</summary>
/// <param name="Awaits">What it waits for.</param>
/// <param name="Frames">The user's methods in which it stands, the innermost first; may be empty.</param>
internal sealed record Standing(string Awaits, IReadOnlyList<StandingFrame> Frames)
{
    public bool IsSameAs(Standing? other) => other is not null && Awaits == other.Awaits && Frames.SequenceEqual(other.Frames);
}

/// <summary>A method that is suspended.</summary>
/// <param name="Method">The method, as its author wrote it.</param>
/// <param name="At">The line of the await at which it stands; null if that is not known.</param>
internal sealed record StandingFrame(string Method, SourceLine? At);
