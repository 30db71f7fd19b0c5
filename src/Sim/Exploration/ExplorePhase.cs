namespace SimAsync;

/// <summary>What an exploration is doing.</summary>
public enum ExplorePhase
{
    /// <summary>It makes runs.</summary>
    Exploring,

    /// <summary>A run has failed, and simpler ones that fail alike are looked for.</summary>
    Shrinking,

    /// <summary>It is over.</summary>
    Ended,
}
