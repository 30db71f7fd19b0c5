using SimAsync.Kernel;

namespace SimAsync;

/// <summary>Something from outside the simulation took part in a run, which therefore could not be played again.</summary>
public sealed class UncontrolledConcurrencyException : SimulationException
{
    internal UncontrolledConcurrencyException(SimLoop loop, string what)
        : base(loop, count => $"Uncontrolled concurrency at {Describe.Instant(loop.Time, loop.StepCount)}: {what}. Pass a fake that stays inside (one that"
            + $" awaits Task.Delay, say), or set RunOptions.ForeignThreads to wait for it, at the price of the replay. {Tasks(count)}.") =>
        What = what;

    /// <summary>What came from outside.</summary>
    public string What { get; }
}
