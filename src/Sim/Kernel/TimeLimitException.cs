using SimAsync.Kernel;

namespace SimAsync;

/// <summary>The run would have gone on past the virtual time that its options allow.</summary>
public sealed class TimeLimitException : SimulationException
{
    internal TimeLimitException(SimLoop loop, TimeSpan limit, TimeSpan next)
        : base(loop, count => $"No end by the virtual time that MaxTime allows ({Describe.Time(limit)}), at {Describe.Instant(loop.Time, loop.StepCount)}:"
            + $" {Tasks(count)}, and the next timer is due at {Describe.Time(next)}."
            + " Either something goes on for ever (a periodic timer, a retry), or MaxTime is too small.") =>
        (Limit, NextTimer) = (limit, next);

    /// <summary>The bound, in virtual time since the run began.</summary>
    public TimeSpan Limit { get; }

    /// <summary>When the next timer would have been due.</summary>
    public TimeSpan NextTimer { get; }
}
