namespace SimAsync.Scheduler;

/// <summary>
/// SURW, selectively uniform (Zhao, Wolff, Mathur and Roychoudhury, "Selectively uniform concurrency testing", ASPLOS 2025, algorithm 2): each run is about one thing that tasks
/// share, and each order of the steps that use it is as likely as any other; all other steps go in between at random.
/// </summary>
/// <remarks>
/// Which things are shared, and which steps use them, is learnt from the runs so far. While nothing is known of that, it is about all steps, and so is <see cref="UrwChooser"/>.
/// </remarks>
internal sealed class SurwChooser : TaskChooser
{
    private readonly ulong about;

    // Who is to have the next of the steps that the run is about; the others wait before theirs.
    private ScheduledTask? next;

    public SurwChooser(ulong seed, Knowledge known)
        : base(seed, known)
    {
        // The more pairs of uses there are that could change places, the more often a run is about it.
        double at = random.NextDouble() * known.Shared.Sum(static shared => shared.Uses * shared.Uses);
        foreach ((ulong location, double uses) in known.Shared)
        {
            at -= uses * uses;
            about = location;
            if (at < 0)
            {
                break;
            }
        }
    }

    protected override int Pick(ReadOnlySpan<ScheduledTask> ready)
    {
        Span<int> free = ready.Length <= 256 ? stackalloc int[ready.Length] : new int[ready.Length];
        int count = 0;
        next = next is null || next.Remaining <= 0 ? DrawNext() : next;
        for (int i = 0; i < ready.Length; i++)
        {
            if (ready[i] == next || !IsOfInterest(ready[i]))
            {
                free[count++] = i;
            }
        }

        // Who is next may wait for one of those that wait for it.
        return count > 0 ? free[random.Next(count)] : Draw(ready);
    }

    protected override void Met(ScheduledTask task)
    {
        task.Remaining = about == 0 ? Known.StepsOf(task.Key) : Known.UsesOf(task.Key, about);
        if (task.Parent is { } parent)
        {
            double whole = parent.Remaining;
            parent.Remaining = Math.Max(0, whole - task.Remaining);
            if (parent == next && random.NextDouble() * whole < task.Remaining)
            {
                next = task;
            }
        }
    }

    protected override void Begins(ScheduledTask task)
    {
        if (IsOfInterest(task))
        {
            task.Remaining = Math.Max(0, task.Remaining - 1);
            if (task == next)
            {
                next = null;
            }
        }
    }

    private bool IsOfInterest(ScheduledTask task)
    {
        if (about == 0)
        {
            return true;
        }

        foreach (Access access in Known.AccessesOf(task.Key, task.Steps))
        {
            if (access.Location == about)
            {
                return true;
            }
        }

        return false;
    }

    private ScheduledTask? DrawNext()
    {
        double sum = 0;
        foreach (ScheduledTask task in Tasks)
        {
            sum += task.Remaining;
        }

        double at = random.NextDouble() * sum;
        foreach (ScheduledTask task in Tasks)
        {
            at -= task.Remaining;
            if (at < 0)
            {
                return task;
            }
        }

        return null;
    }
}
