using SimAsync.Kernel;

namespace SimAsync;

/// <summary>A cancellation that the simulation has brought about: see <see cref="Sim.MayCancel(SimFuture, string?)"/>.</summary>
/// <param name="Target">What was cancelled.</param>
/// <param name="AfterStep">How many steps the run had taken.</param>
/// <param name="Time">The virtual time.</param>
public sealed record InjectedCancellation(string Target, long AfterStep, TimeSpan Time)
{
    /// <summary>In a few words.</summary>
    public override string ToString() => $"{Target} was cancelled at {Describe.Time(Time)}, after step {AfterStep}";
}
