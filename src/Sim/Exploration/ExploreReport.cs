namespace SimAsync;

/// <summary>What came of an exploration.</summary>
public sealed class ExploreReport
{
    internal ExploreReport()
    {
    }

    /// <summary>How many runs there were, the failing one included; those that shrank it not.</summary>
    public int Runs { get; internal init; }

    /// <summary>The failure, or null if no run failed.</summary>
    public SimulationFailure? Failure { get; internal init; }

    /// <summary>Whether every possible interleaving was run, so that there is none that fails. A sampling strategy never says so.</summary>
    public bool Complete { get; internal init; }

    /// <summary>Throws if a run failed.</summary>
    /// <exception cref="SimulationFailedException">A run failed. The run's own exception is inside.</exception>
    public void ThrowIfFailed()
    {
        if (Failure is { } failure)
        {
            throw new SimulationFailedException(failure);
        }
    }

    /// <summary>One line, or the failure's message.</summary>
    public override string ToString() => Failure?.ToString() ?? $"{Runs} runs, and none failed{(Complete ? "; there are no others" : "")}.";
}
