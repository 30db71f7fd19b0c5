using SimAsync.Kernel;

namespace SimAsync;

/// <summary>A run took as many steps as its options allow, and had not ended: perhaps it never would.</summary>
public sealed class StepLimitException : SimulationException
{
    internal StepLimitException(SimLoop loop, long limit)
        : base(loop, count => loop.StepCount < limit
            ? $"No end in sight at {Describe.Instant(loop.Time, loop.StepCount)}: this one step has called more than {loop.CallBound} coroutines. They call each other without end, or a loop awaits what is always done."
            : $"No end in sight at {Describe.Instant(loop.Time, loop.StepCount)}: the run has taken as many steps as MaxSteps allows"
            + $" ({limit}), with {loop.ReadyCount} ready and {Tasks(count)}. Either it goes round in circles, or MaxSteps is too small.") =>
        Limit = limit;

    /// <summary>The bound, in steps.</summary>
    public long Limit { get; }
}
