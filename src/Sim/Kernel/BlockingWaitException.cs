using SimAsync.Kernel;

namespace SimAsync;

/// <summary>A step blocked its thread in a way that the simulation cannot hold: for a real time, or for what only comes from outside.</summary>
public sealed class BlockingWaitException : SimulationException
{
    internal BlockingWaitException(SimLoop loop, UserCall call, string why)
        : base(loop, _ => $"A blocking wait at {Describe.Instant(loop.Time, loop.StepCount)}: {call}. {why}") =>
        (Call, Method, At) = (call.Name, call.Method, call.At);

    /// <summary>What was called: <c>Thread.Sleep</c>, say.</summary>
    public string Call { get; }

    /// <summary>The method that called it; null if none of the user's is on the stack.</summary>
    public string? Method { get; }

    /// <summary>The line of the call, or null if there is no debug information.</summary>
    public SourceLine? At { get; }
}
