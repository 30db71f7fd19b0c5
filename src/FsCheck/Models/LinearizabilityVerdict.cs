namespace SimAsync.FsCheck.Models;

/// <summary>What is known of a history.</summary>
public enum LinearizabilityVerdict
{
    /// <summary>There is an order of its operations that the model gives the same answers in.</summary>
    Linearizable,

    /// <summary>There is none.</summary>
    NotLinearizable,

    /// <summary>The search had come to its bound before it knew.</summary>
    Undecided,
}
