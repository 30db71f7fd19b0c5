namespace SimAsync.Scheduler;

/// <summary>Which steps of a run came before which in every order of it that is equivalent: Mattern, "Virtual time and global states of distributed systems", 1989.</summary>
internal static class Causality
{
    /// <summary>Vector clocks, over the order of each task, who made whom ready, the moves of time and the conflicts.</summary>
    public static void SetClocks(IReadOnlyList<RunEvent> events)
    {
        var last = new Dictionary<int, RunEvent>();
        for (int i = 0; i < events.Count; i++)
        {
            RunEvent now = events[i];
            now.Clock = [];
            Join(now, last.GetValueOrDefault(now.Process));
            Join(now, now.EnabledBy >= 0 ? events[now.EnabledBy] : null);
            for (int j = now.AfterTime - 1; j >= 0; j--)
            {
                JoinUnlessAfter(now, events[j]);
            }

            last[now.Process] = now;
            for (int j = i - 1; j >= now.AfterTime; j--)
            {
                if (events[j].ConflictsWith(now))
                {
                    JoinUnlessAfter(now, events[j]);
                }
            }

            Set(now, now.Process, now.Ordinal);
        }
    }

    private static void JoinUnlessAfter(RunEvent now, RunEvent before)
    {
        if (!now.IsAfter(before))
        {
            Join(now, before);
        }
    }

    public static void Join(RunEvent now, RunEvent? before)
    {
        if (before is null)
        {
            return;
        }

        for (int process = before.Clock.Length - 1; process >= 0; process--)
        {
            if (before.Clock[process] > 0 && (process >= now.Clock.Length || now.Clock[process] < before.Clock[process]))
            {
                Set(now, process, before.Clock[process]);
            }
        }
    }

    private static void Set(RunEvent of, int process, int count)
    {
        int[] clock = of.Clock;
        if (process >= clock.Length)
        {
            Array.Resize(ref clock, process + 1);
            of.Clock = clock;
        }

        clock[process] = count;
    }
}
