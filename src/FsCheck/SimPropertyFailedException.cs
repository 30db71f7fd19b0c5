namespace SimAsync.FsCheck;

/// <summary>A property fails for some input in some interleaving. What the run failed with is the inner exception.</summary>
public sealed class SimPropertyFailedException : Exception
{
    internal SimPropertyFailedException(SimPropertyFailure failure)
        : base(null, failure.FirstException) => Failure = failure;

    /// <summary>The failure.</summary>
    public SimPropertyFailure Failure { get; }

    /// <summary>The failure's text. The first time that it is asked for, the interleaving is shrunk.</summary>
    public override string Message => Failure.ToString();
}
