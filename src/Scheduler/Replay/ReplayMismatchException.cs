namespace SimAsync.Scheduler;

/// <summary>A replay came to a choice that is not the recorded one. The kernel turns it into the public error, with names.</summary>
internal sealed class ReplayMismatchException(int choice, string recorded, string now)
    : Exception($"Choice {choice}: the recorded run {recorded}; here {now}.")
{
    public int Choice { get; } = choice;

    public string Recorded { get; } = recorded;

    public string Now { get; } = now;
}
