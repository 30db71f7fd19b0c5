namespace SimAsync.Scheduler;

/// <summary>What a strategy knows of one task in one run.</summary>
/// <param name="key">By which it is known again in other runs: its owner's hash, and how many with the same there were before it.</param>
/// <param name="parent">Whose step made it ready for the first time; null if none did.</param>
internal sealed class ScheduledTask(ulong key, ScheduledTask? parent)
{
    public ulong Key => key;

    public ScheduledTask? Parent => parent;

    /// <summary>In which of its parent's steps it was made, counted from 1.</summary>
    public int MadeInStep { get; } = parent?.Steps ?? 0;

    /// <summary>How many steps it has had.</summary>
    public int Steps { get; set; }

    /// <summary>How many steps, of those that the strategy counts, it and all that it will make are expected to have yet, those of tasks that are made by now not counted.</summary>
    public double Remaining { get; set; }

    /// <summary>Who has the highest goes first, in strategies that have priorities.</summary>
    public ulong Priority { get; set; }
}
