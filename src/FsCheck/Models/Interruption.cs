using System.Globalization;

namespace SimAsync.FsCheck.Models;

/// <summary>What is to come between a command and its end, if it has not ended by then.</summary>
/// <param name="Kind">What.</param>
/// <param name="After">So much virtual time after the call; 0 or more. Of 0, in a step of its own, which the scheduler may place anywhere.</param>
public sealed record Interruption(InterruptionKind Kind, TimeSpan After)
{
    /// <summary>In a few words: <c>cancelled after 10 ms</c>.</summary>
    public override string ToString() =>
        $"{(Kind == InterruptionKind.Cancellation ? "cancelled" : "timeout")} after {After.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)} ms";
}
