namespace SimAsync.Scheduler;

/// <summary>
/// URW, the uniform random walk over interleavings (Zhao, Wolff, Mathur and Roychoudhury, "Selectively uniform concurrency testing", ASPLOS 2025, section 3.1): a task is
/// chosen with a chance in proportion to the steps that it has left, so that each interleaving is as likely as any other, where the random walk favours those in which
/// long tasks wait.
/// </summary>
/// <remarks>
/// How many steps a task has is learnt from the runs so far; a task that has not been seen counts as having one. The steps of a task that is not made yet count as its maker's: a tree
/// of tasks has its orders drawn evenly just so.
/// </remarks>
internal sealed class UrwChooser(ulong seed, Knowledge known) : TaskChooser(seed, known)
{
    protected override int Pick(ReadOnlySpan<ScheduledTask> ready) => Draw(ready);

    protected override void Met(ScheduledTask task)
    {
        task.Remaining = Known.StepsOf(task.Key);
        if (task.Parent is { } parent)
        {
            parent.Remaining -= task.Remaining;
        }
    }

    protected override void Begins(ScheduledTask task) => task.Remaining--;
}
