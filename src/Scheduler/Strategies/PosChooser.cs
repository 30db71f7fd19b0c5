namespace SimAsync.Scheduler;

/// <summary>
/// POS, partial order sampling (Yuan, Yang and Gu, "Partial order aware concurrency sampling", CAV 2018, algorithm 2): each step that is ready has a random
/// priority of its own, the highest goes first, and a step that conflicts with the one that went gets a new one.
/// </summary>
/// <remarks>Where we differ: that two steps conflict is learnt: from what the same steps of the same tasks used in earlier runs. What is not known to conflict does not.</remarks>
internal sealed class PosChooser(ulong seed, Knowledge known) : TaskChooser(seed, known)
{
    protected override int Pick(ReadOnlySpan<ScheduledTask> ready)
    {
        int best = Highest(ready);
        ReadOnlySpan<Access> uses = Known.AccessesOf(ready[best].Key, ready[best].Steps);
        foreach (ScheduledTask other in ready)
        {
            if (other != ready[best] && Conflict(uses, Known.AccessesOf(other.Key, other.Steps)))
            {
                other.Priority = random.NextUInt64();
            }
        }

        ready[best].Priority = random.NextUInt64();
        return best;
    }

    protected override void Met(ScheduledTask task) => task.Priority = random.NextUInt64();

    private static bool Conflict(ReadOnlySpan<Access> some, ReadOnlySpan<Access> others)
    {
        foreach (Access one in some)
        {
            foreach (Access other in others)
            {
                if (one.ConflictsWith(other))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
