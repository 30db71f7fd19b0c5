using SimAsync.Kernel;

namespace SimAsync;

/// <summary>
/// A replay came to a choice that is not the recorded one: the code under test has changed since, or does something that
/// is not the simulation's to repeat (a hash order, a real clock, a static field that outlives a run).
/// </summary>
public sealed class ReplayDivergedException : SimulationException
{
    internal ReplayDivergedException(SimLoop loop, int choice, string recorded, string now, IReadOnlyList<string> ready)
        : base(loop, _ => $"The replay no longer fits at {Describe.Instant(loop.Time, loop.StepCount)}, choice {choice}: the recorded run {recorded}; here {now}.\n"
            + $"  Ready here: {string.Join("; ", ready)}.\n"
            + "  Either the code under test has changed since the code was printed, or it does something that differs from run to run.") =>
        (Choice, Recorded, Now, Ready) = (choice, recorded, now, ready);

    /// <summary>Which choice of the run it was, from 0.</summary>
    public int Choice { get; }

    /// <summary>What the recorded run did there.</summary>
    public string Recorded { get; }

    /// <summary>What there is now.</summary>
    public string Now { get; }

    /// <summary>The steps that are ready now, in order.</summary>
    public IReadOnlyList<string> Ready { get; }
}
