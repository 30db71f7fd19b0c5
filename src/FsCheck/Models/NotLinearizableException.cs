namespace SimAsync.FsCheck.Models;

/// <summary>In one run, the history of a concurrent model's commands was not linearizable, or whether it is was not found out.</summary>
public sealed class NotLinearizableException : Exception
{
    internal NotLinearizableException(LinearizabilityVerdict verdict, string history, string explanation)
        : base($"{explanation}\n{history}") => (Verdict, History, Explanation) = (verdict, history, explanation);

    /// <summary>What is known; never <see cref="LinearizabilityVerdict.Linearizable"/>.</summary>
    public LinearizabilityVerdict Verdict { get; }

    /// <summary>The table of the operations that overlap, up to the one that has no place.</summary>
    public string History { get; }

    /// <summary>Which operation has no place, in which states the model could be, and what it answers there.</summary>
    public string Explanation { get; }
}
