using SimAsync.Kernel;

namespace SimAsync;

/// <summary>Nothing is ready, no timer is armed, and the main coroutine has not ended.</summary>
public sealed class DeadlockException : SimulationException
{
    internal DeadlockException(SimLoop loop, bool waitsOutside)
        : base(loop, count => $"Deadlock at {Describe.Instant(loop.Time, loop.StepCount)}: {Tasks(count)} and no timer is due."
            + (waitsOutside
                ? " Some of it waits for a plain Task that nothing in the simulation is left to complete. If a socket or a thread from outside was to do it: pass a fake, or set RunOptions.ForeignThreads to wait for it."
                : "")) =>
        WaitsOutside = waitsOutside;

    /// <summary>Whether something waits for a plain <see cref="Task"/>, which code outside the simulation could complete.</summary>
    public bool WaitsOutside { get; }
}
