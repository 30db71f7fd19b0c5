using SimAsync.Kernel;

namespace SimAsync;

/// <summary>Main has ended, and locks or permits of semaphores are held by tasks that have ended, too: see <see cref="RunOptions.NoLocksHeld"/>.</summary>
public sealed class LocksHeldException : SimulationException
{
    internal LocksHeldException(SimLoop loop, IReadOnlyList<string> held)
        : base(loop, [], _ => $"Main had ended at {Describe.Instant(loop.Time, loop.StepCount)}, and {(held.Count == 1 ? "1 lock is" : $"{held.Count} locks are")} held by what has ended. Release in a finally block, or by using Hold."
            + string.Concat(held.Take(20).Select(static one => $"\n  {one}")) + (held.Count > 20 ? $"\n  and {held.Count - 20} more" : "")) =>
        Held = held;

    /// <summary>What is held, and by whom, in order of first acquisition.</summary>
    public IReadOnlyList<string> Held { get; }
}
