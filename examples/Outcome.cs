using SimAsync.FsCheck;
using SimAsync.FsCheck.Models;

namespace SimAsync.Examples;

/// <summary>What an example's exploration came to, whichever way it was made.</summary>
/// <param name="Text">As it tells it.</param>
/// <param name="ReplayCode">The code of the failure; null if there was none.</param>
/// <param name="Exception">What the failing run failed with.</param>
public sealed record Outcome(string Text, string? ReplayCode, Exception? Exception)
{
    /// <summary>Of an exploration.</summary>
    public static implicit operator Outcome(ExploreReport report) => new(report.ToString(), report.Failure?.ReplayCode, report.Failure?.Exception);

    /// <summary>Of a concurrent model.</summary>
    public static implicit operator Outcome(ConcurrentModelReport report) => new(report.ToString(), report.Failure?.ReplayCode, report.Failure?.Exception);

    /// <summary>Of a property.</summary>
    public static implicit operator Outcome(SimCheckReport report) => new(report.ToString(), report.Failure?.ReplayCode, report.Failure?.Simulation.Exception);
}
