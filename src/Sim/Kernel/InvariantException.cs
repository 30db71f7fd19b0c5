using SimAsync.Kernel;

namespace SimAsync;

/// <summary>
/// What was to hold did not: see <see cref="Sim.Always"/>, <see cref="Sim.Eventually"/> and <see cref="Sim.AtEnd"/>. If the predicate threw, that is the inner exception.
/// </summary>
public sealed class InvariantException : SimulationException
{
    private InvariantException(SimLoop loop, Invariant invariant, string what, Exception? inner = null)
        : base(loop, loop.WaitsAtEnd ?? loop.Waits(), _ => what, inner) =>
        (Label, LastStep) = (invariant.Label, loop.LastStep);

    /// <summary>What the invariant was called.</summary>
    public string Label { get; }

    /// <summary>The step that ran last, and that broke it if it has to hold always: whose it was, and where it began.</summary>
    public string LastStep { get; }

    internal static InvariantException Broken(SimLoop loop, Invariant invariant) =>
        new(loop, invariant, $"'{invariant.Label}' does not hold any more at {Describe.Instant(loop.Time, loop.StepCount)}, after this step: {loop.LastStep}");

    internal static InvariantException Unheld(SimLoop loop, Invariant invariant) =>
        new(loop, invariant, $"'{invariant.Label}' was to hold within {Describe.Time(invariant.Within!.Value)} from {Describe.Instant(invariant.SinceTime, invariant.SinceStep)},"
            + $" and has not until {Describe.Instant(loop.Time, loop.StepCount)}, {(loop.Ticks < invariant.Deadline ? "when the run ended" : "when that was over")}. The last step: {loop.LastStep}");

    internal static InvariantException AtEnd(SimLoop loop, Invariant invariant) =>
        new(loop, invariant, $"'{invariant.Label}' does not hold at {Describe.Instant(loop.Time, loop.StepCount)}, when main had ended. It was declared at {Describe.Instant(invariant.SinceTime, invariant.SinceStep)}.");

    internal static InvariantException Failed(SimLoop loop, Invariant invariant, Exception thrown) =>
        new(loop, invariant, $"'{invariant.Label}' cannot be told at {Describe.Instant(loop.Time, loop.StepCount)}, after this step: {loop.LastStep}\n"
            + $"  Its predicate threw {thrown.GetType().Name}: {thrown.Message}", thrown);
}
