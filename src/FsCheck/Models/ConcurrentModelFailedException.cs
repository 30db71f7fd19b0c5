namespace SimAsync.FsCheck.Models;

/// <summary>A program of a concurrent model failed. What its run failed with is the inner exception.</summary>
public sealed class ConcurrentModelFailedException : Exception
{
    internal ConcurrentModelFailedException(ConcurrentModelFailure failure)
        : base(failure.ToString(), failure.Exception) => Failure = failure;

    /// <summary>The failure.</summary>
    public ConcurrentModelFailure Failure { get; }
}
