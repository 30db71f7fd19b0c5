using System.Globalization;
using SimAsync.Kernel;

namespace SimAsync;

/// <summary>
/// The run goes round in circles, as far as can be seen: see <see cref="RunOptions.LivelockSteps"/>. <see cref="SimulationException.Waits"/> are the tasks that wait for
/// something else than their turn.
/// </summary>
public sealed class LivelockException : SimulationException
{
    internal LivelockException(SimLoop loop, long steps)
        : this(loop, steps, loop.DescribeReady())
    {
    }

    private LivelockException(SimLoop loop, long steps, IReadOnlyList<string> spinning)
        : base(loop, [.. loop.Waits().Where(static wait => wait.For != "its turn")], count => What(loop, steps, spinning, count)) =>
        (Steps, Spinning) = (steps, spinning);

    /// <summary>For how many steps nothing has come of them.</summary>
    public long Steps { get; }

    /// <summary>The steps that are ready, each with its task or method and the line at which it goes on: they come again and again.</summary>
    public IReadOnlyList<string> Spinning { get; }

    private static string What(SimLoop loop, long steps, IReadOnlyList<string> spinning, int waits)
    {
        const int Most = 20;
        string text = $"Round in circles at {Describe.Instant(loop.Time, loop.StepCount)}: for {steps.ToString(CultureInfo.InvariantCulture)} steps no time has passed, no task was made or has ended,"
            + " and no future got its outcome. All that is ready has had its steps, and stands where it stood, with the same locals."
            + (loop.Armed() is { Count: > 0 } armed ? $" Time does not pass while steps are ready, and {(armed.Count == 1 ? "1 timer waits" : $"{armed.Count} timers wait")} for that: await a delay." : "");
        return text
            + string.Concat(spinning.Take(Most).Select(static step => $"\n  {step}"))
            + (spinning.Count > Most ? string.Create(CultureInfo.InvariantCulture, $"\n  and {spinning.Count - Most} more") : "")
            + (waits > 0 ? $"\n{char.ToUpperInvariant(Tasks(waits)[0])}{Tasks(waits)[1..]} meanwhile:" : "");
    }
}
