namespace SimAsync.Scheduler;

/// <summary>
/// Preemption-bounded (Musuvathi and Qadeer, "Iterative context bounding for systematic testing of multithreaded programs", PLDI 2007): a task goes on until it waits, and then any may be
/// next; but at a few choices another one gets the turn though it could go on.
/// </summary>
/// <remarks>Where we differ: the choices at which that happens, and who is next, are drawn at random, where the paper takes all in turn.</remarks>
internal sealed class PreemptionChooser : TaskChooser
{
    private readonly int[] preemptions;
    private int preempted;

    public PreemptionChooser(ulong seed, Knowledge known, int preemptions)
        : base(seed, known) => this.preemptions = DrawChoices(preemptions, known.Choices);

    protected override int Pick(ReadOnlySpan<ScheduledTask> ready)
    {
        int own = ready.IndexOf(Last);
        bool preempts = preempted < preemptions.Length && preemptions[preempted] <= Choices;
        if (own >= 0 && !preempts)
        {
            return own;
        }

        if (own < 0)
        {
            return random.Next(ready.Length);
        }

        // One that falls where nothing can be preempted waits for the next choice at which it can.
        preempted++;
        int other = random.Next(ready.Length - 1);
        return other < own ? other : other + 1;
    }
}
