namespace SimAsync.Properties.Laws;

/// <summary>One who comes to a lock of some kind.</summary>
/// <param name="number">The how manieth it was to come, from 0.</param>
/// <param name="task">Its task.</param>
/// <param name="cameAt">When it came.</param>
internal sealed class Visitor(int number, ISimTask task, TimeSpan cameAt)
{
    public int Number => number;

    public TimeSpan CameAt => cameAt;

    /// <summary>Whether it was cancelled, also if it has not noticed yet.</summary>
    public bool IsCancelled => task.Cancelling > 0;
}
