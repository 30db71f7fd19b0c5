namespace SimAsync.FsCheck.Models;

/// <summary>What came of trying a concurrent model.</summary>
public sealed class ConcurrentModelReport
{
    internal ConcurrentModelReport(int programs, long runs, ConcurrentModelFailure? failure) => (Programs, Runs, Failure) = (programs, runs, failure);

    /// <summary>How many programs were tried, the failing one included; those that shrank it not.</summary>
    public int Programs { get; }

    /// <summary>In how many runs.</summary>
    public long Runs { get; }

    /// <summary>The failure; null if there was none.</summary>
    public ConcurrentModelFailure? Failure { get; }

    /// <summary>Throws if a program failed.</summary>
    /// <exception cref="ConcurrentModelFailedException">One failed.</exception>
    public void ThrowIfFailed()
    {
        if (Failure is { } failure)
        {
            throw new ConcurrentModelFailedException(failure);
        }
    }

    /// <summary>One line, or the failure's message.</summary>
    public override string ToString() => Failure?.ToString() ?? $"{Text.Count(Programs, "program")} in {Text.Count(Runs, "run")}, and none failed.";
}
