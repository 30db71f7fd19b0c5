namespace SimAsync;

/// <summary>A fault of SimAsync itself, not of the code under test. Please report it, with the message.</summary>
public sealed class SimulationBugException : Exception
{
    internal SimulationBugException(string what)
        : base($"[SimAsync bug] {what}")
    {
    }
}
