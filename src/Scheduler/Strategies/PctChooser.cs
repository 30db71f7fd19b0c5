namespace SimAsync.Scheduler;

/// <summary>
/// PCT (Burckhardt, Kothari, Musuvathi and Nagarakatte, "A randomized scheduler with probabilistic guarantees of finding bugs", ASPLOS 2010, section 3): each
/// task has a random priority, the highest goes first, and at depth - 1 random choices the one that is about to go gets a priority below all others.
/// A bug of that depth, among n tasks and k choices, is found with a chance of at least 1 / (n k^(depth-1)).
/// </summary>
/// <remarks>
/// Where we differ: k counts choices, not steps, for a step without an alternative cannot be postponed; and it is measured: in the runs so far, or if there were none a guess.
/// </remarks>
internal sealed class PctChooser : TaskChooser
{
    private readonly int[] changes;
    private int changed;

    public PctChooser(ulong seed, Knowledge known, int depth)
        : base(seed, known)
    {
        // The longest run there was, so that no choice is left out; or, in every second run, as long as most are, where a change mostly falls.
        int horizon = known.Choices == 0 || random.Next(2) == 0 ? known.Choices : known.MeanChoices;
        changes = DrawChoices(depth - 1, horizon);
    }

    protected override int Pick(ReadOnlySpan<ScheduledTask> ready)
    {
        int best = Highest(ready);
        for (; changed < changes.Length && changes[changed] <= Choices; changed++)
        {
            ready[best].Priority = (ulong)(changes.Length - changed);
            best = Highest(ready);
        }

        return best;
    }

    protected override void Met(ScheduledTask task) => task.Priority = random.NextUInt64() | (1UL << 63);
}
