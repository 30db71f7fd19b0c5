namespace SimAsync.Scheduler;

/// <summary>One run of exhaustive search: down the known way to where it is to leave it, and from there on in order, but for what sleeps.</summary>
/// <param name="search">The search, whose nodes the run follows and adds to.</param>
internal sealed class ExhaustiveChooser(ExhaustiveSearch search) : RunTracer
{
    private readonly HashSet<ulong> seen = [];

    /// <summary>Whether the run was given up because it led to nothing new.</summary>
    public bool IsRedundant { get; private set; }

    public override int Choose(int count) => search.Nodes[Events.Count - 1].Answer(count);

    public override int Weigh(double probability, int count) => Choose(count + 1);

    public override int Strike(double probability, int targets)
    {
        // It may come before any step and after any, so their order makes a difference.
        Footprint.NoteUnknown();
        return Choose(targets + 1);
    }

    protected override void Saw(ReadOnlySpan<ScheduledTask> ready)
    {
        // What is ready now and was not is so by the step before.
        seen.Clear();
        base.Saw(ready);
        foreach (ScheduledTask task in ready)
        {
            seen.Add(task.Key);
        }

        if (ReadySince.Count > seen.Count)
        {
            foreach (ulong gone in ReadySince.Keys.Where(task => !seen.Contains(task)).ToArray())
            {
                // Its step was taken back by the last one, before which it might have gone.
                ReadySince.Remove(gone);
                search.Nodes[Events.Count - 1].Add(gone);
            }
        }

        if (Events.Count < search.Nodes.Count)
        {
            return;
        }

        var node = new ExhaustiveNode([.. seen], Events.Count == 0 ? [] : search.Nodes[Events.Count - 1].StillSleeping(Events[^1], search.Reduces));
        if (node.FirstAwake is var first and not 0)
        {
            node.Try(first);
            search.Nodes.Add(node);
            return;
        }

        IsRedundant = true;
        throw new RedundantRunException();
    }

    protected override int Pick(ReadOnlySpan<ScheduledTask> ready)
    {
        ulong chosen = search.Nodes[Events.Count].Chosen;
        for (int i = 0; i < ready.Length; i++)
        {
            if (ready[i].Key == chosen)
            {
                return i;
            }
        }

        throw Elsewhere();
    }

    protected override void Begins(ScheduledTask task)
    {
        ExhaustiveNode node = search.Nodes[Events.Count];
        if (node.Chosen != task.Key)
        {
            throw Elsewhere();
        }

        node.Rewind();
        Trace(task, search.ProcessOf(task.Key));
    }

    protected override void Ended(ScheduledTask task, Footprint footprint)
    {
        base.Ended(task, footprint);
        RunEvent made = Events[^1];
        search.Nodes[Events.Count - 1].Note(made, isUnknown: made.IsUnknown || !search.Reduces);
    }

    private ReplayMismatchException Elsewhere() =>
        new(Choices, "had a step of a certain task ready after the same steps", "that task has none: the code under test is not deterministic");
}
