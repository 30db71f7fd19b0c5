namespace SimAsync;

/// <summary>An exploration found a run that fails. What that run failed with is the inner exception.</summary>
public sealed class SimulationFailedException : Exception
{
    internal SimulationFailedException(SimulationFailure failure)
        : base(failure.ToString(), failure.Exception) => Failure = failure;

    /// <summary>The failure.</summary>
    public SimulationFailure Failure { get; }
}
