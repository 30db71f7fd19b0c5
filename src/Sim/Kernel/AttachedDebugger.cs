using System.Diagnostics;

namespace SimAsync.Kernel;

/// <summary>
/// The debugger, as far as runs have to know of it: whether one is attached, so that the process may stand still for minutes between two instructions, and how it is made to break. Nothing
/// that decides may hang on it but how long is waited for the real world.
/// </summary>
internal class AttachedDebugger
{
    private static volatile AttachedDebugger current = new();

    /// <summary>The process's. A test that puts itself in its place may not be made at the same time as others.</summary>
    public static AttachedDebugger Current
    {
        get => current;
        set => current = value;
    }

    /// <summary>Whether one is attached now.</summary>
    public static bool IsHere => current.IsAttached;

    public virtual bool IsAttached => Debugger.IsAttached;

    /// <summary>Stops the process, on this thread.</summary>
    /// <param name="loop">The run that asks for it.</param>
    /// <param name="text">Why, in a line: the debugger shows it among its output.</param>
    public virtual void Break(SimLoop loop, string text)
    {
        Debugger.Log(0, "SimAsync", $"{text}\n");
        Debugger.Break();
    }
}
