using SimAsync.Kernel;

namespace SimAsync;

/// <summary>A scope has ended, and something that was begun in it goes on: see <see cref="Sim.Scope"/>.</summary>
public sealed class ScopeException : SimulationException
{
    internal ScopeException(SimLoop loop, string label, TimeSpan sinceTime, long sinceStep, IReadOnlyList<SimWait> left)
        : base(loop, left, count => $"The scope '{label}' ended at {Describe.Instant(loop.Time, loop.StepCount)}, and {(count == 1 ? "1 task that was" : $"{count} tasks that were")} begun in it, since {Describe.Instant(sinceTime, sinceStep)}, "
            + $"{(count == 1 ? "goes" : "go")} on. Await what it starts, or cancel it and await its end.") =>
        Label = label;

    /// <summary>What the scope was called.</summary>
    public string Label { get; }
}
