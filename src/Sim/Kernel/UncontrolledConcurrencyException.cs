using SimAsync.Kernel;

namespace SimAsync;

/// <summary>Something from outside the simulation took part in a run, which therefore could not be played again.</summary>
public sealed class UncontrolledConcurrencyException : SimulationException
{
    internal UncontrolledConcurrencyException(SimLoop loop, string what)
        : base(loop, count => $"Uncontrolled concurrency at {Describe.Instant(loop.Time, loop.StepCount)}: {what}. Keep it inside (Sim.Sleep in place of Task.Delay,"
            + $" Sim.ToThread in place of Task.Run), or set RunOptions.ForeignThreads to wait for it, at the price of the replay. {Tasks(count)}.") =>
        What = what;

    /// <summary>What came from outside.</summary>
    public string What { get; }
}
