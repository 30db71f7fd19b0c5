namespace SimAsync.Scheduler;

/// <summary>
/// Delay-bounded (Emmi, Qadeer and Rakamaric, "Delay-bounded scheduling", POPL 2011): the steps go in the order in which they became ready, but for a few delays, each of which puts the
/// task that is first behind all others that are ready.
/// </summary>
/// <remarks>Where we differ: the choices at which they strike are drawn at random, evenly over the choices that a run has, where the paper takes all in turn.</remarks>
internal sealed class DelayChooser : TaskChooser
{
    private readonly int[] delays;
    private int delayed;
    private ulong turns;

    public DelayChooser(ulong seed, Knowledge known, int delays)
        : base(seed, known) => this.delays = DrawChoices(delays, known.Choices);

    // The priority is here when a task's turn comes: the lowest first. A task that has been delayed has a later one than any that is ready then.
    protected override int Pick(ReadOnlySpan<ScheduledTask> ready)
    {
        foreach (ScheduledTask task in ready)
        {
            if (task.Priority == 0)
            {
                task.Priority = ++turns;
            }
        }

        int first = First(ready);
        for (; delayed < delays.Length && delays[delayed] <= Choices; delayed++)
        {
            ready[first].Priority = ++turns;
            first = First(ready);
        }

        return first;
    }

    protected override void Begins(ScheduledTask task) => task.Priority = 0;

    private static int First(ReadOnlySpan<ScheduledTask> ready)
    {
        int first = 0;
        for (int i = 1; i < ready.Length; i++)
        {
            if (ready[i].Priority < ready[first].Priority)
            {
                first = i;
            }
        }

        return first;
    }
}
