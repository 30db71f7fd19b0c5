namespace SimAsync.Scheduler;

/// <summary>
/// Makes a run again as near to order as its causes allow: each step goes as soon as it is the first that is ready and all have gone that came before it in every equivalent order. What had no part in the
/// failure goes in order.
/// </summary>
internal sealed class SliceChooser : EventChooser
{
    private readonly Dictionary<(ulong Task, int Step), RunEvent> before = [];
    private readonly Dictionary<int, ulong> tasks = [];
    private readonly Dictionary<ulong, int> gone = [];

    /// <param name="failed">The run that failed.</param>
    public SliceChooser(EventChooser failed)
        : base(failed.Wishes)
    {
        IReadOnlyList<RunEvent> events = failed.Events;

        // The last step conflicts with all others because it ends the run. What it really used is what the failure hangs on.
        events[^1].IsUnknown = false;
        Causality.SetClocks(events);
        foreach (RunEvent one in events)
        {
            before[(one.Task, one.Ordinal)] = one;
            tasks[one.Process] = one.Task;
        }
    }

    protected override int PickOne(ReadOnlySpan<ScheduledTask> ready)
    {
        int unknown = -1;
        for (int i = 0; i < ready.Length; i++)
        {
            if (!before.TryGetValue((ready[i].Key, ready[i].Steps + 1), out RunEvent? one))
            {
                unknown = unknown < 0 ? i : unknown;
            }
            else if (MayGo(one))
            {
                return i;
            }
        }

        return Math.Max(unknown, 0);
    }

    protected override void Begins(ScheduledTask task)
    {
        base.Begins(task);
        gone[task.Key] = task.Steps + 1;
    }

    private bool MayGo(RunEvent one)
    {
        for (int process = 0; process < one.Clock.Length; process++)
        {
            if (process != one.Process && one.Clock[process] > 0 && gone.GetValueOrDefault(tasks[process]) < one.Clock[process])
            {
                return false;
            }
        }

        return true;
    }
}
