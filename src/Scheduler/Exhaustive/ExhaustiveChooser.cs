namespace SimAsync.Scheduler;

/// <summary>One run of exhaustive search: down the known way to where it is to leave it, and from there on in order, but for what sleeps.</summary>
/// <param name="search">The search, whose nodes the run follows and adds to.</param>
internal sealed class ExhaustiveChooser(ExhaustiveSearch search) : TaskChooser(0, new Knowledge())
{
    private readonly List<RunEvent> events = [];
    private readonly Dictionary<ulong, int> steps = [];
    private readonly Dictionary<ulong, int> readySince = [];
    private readonly HashSet<ulong> seen = [];
    private int afterTime;

    public IReadOnlyList<RunEvent> Events => events;

    /// <summary>Whether the run was given up because it led to nothing new.</summary>
    public bool IsRedundant { get; private set; }

    public override int Choose(int count) => search.Nodes[events.Count - 1].Answer(count);

    public override int Weigh(double probability, int count) => Choose(count + 1);

    public override int Strike(double probability, int targets)
    {
        // It may come before any step and after any, so their order makes a difference.
        Footprint.NoteUnknown();
        return Choose(targets + 1);
    }

    public override void TimeMoved()
    {
        base.TimeMoved();
        afterTime = events.Count;
    }

    protected override void Saw(ReadOnlySpan<ScheduledTask> ready)
    {
        // What is ready now and was not is so by the step before.
        seen.Clear();
        foreach (ScheduledTask task in ready)
        {
            seen.Add(task.Key);
            readySince.TryAdd(task.Key, events.Count - 1);
        }

        if (readySince.Count > seen.Count)
        {
            foreach (ulong gone in readySince.Keys.Where(task => !seen.Contains(task)).ToArray())
            {
                // Its step was taken back by the last one, before which it might have gone.
                readySince.Remove(gone);
                search.Nodes[events.Count - 1].Add(gone);
            }
        }

        if (events.Count < search.Nodes.Count)
        {
            return;
        }

        var node = new ExhaustiveNode([.. seen], events.Count == 0 ? [] : search.Nodes[events.Count - 1].StillSleeping(events[^1], search.Reduces));
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
        ulong chosen = search.Nodes[events.Count].Chosen;
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
        ExhaustiveNode node = search.Nodes[events.Count];
        if (node.Chosen != task.Key)
        {
            throw Elsewhere();
        }

        node.Rewind();
        readySince.Remove(task.Key, out int since);
        int ordinal = steps[task.Key] = steps.GetValueOrDefault(task.Key) + 1;
        events.Add(new RunEvent(task.Key, search.ProcessOf(task.Key), ordinal, since, afterTime));
    }

    protected override void Ended(ScheduledTask task, Footprint footprint)
    {
        RunEvent made = events[^1];
        (made.Accesses, made.IsUnknown) = ([.. footprint.Accesses], footprint.IsUnknown);
        search.Nodes[events.Count - 1].Note(made, isUnknown: made.IsUnknown || !search.Reduces);
    }

    private ReplayMismatchException Elsewhere() =>
        new(Choices, "had a step of a certain task ready after the same steps", "that task has none: the code under test is not deterministic");
}
