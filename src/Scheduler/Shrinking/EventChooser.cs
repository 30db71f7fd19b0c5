namespace SimAsync.Scheduler;

/// <summary>Guides a run, and keeps its steps as events and its deviations as wishes, for shrinking.</summary>
internal abstract class EventChooser() : TaskChooser(0, new Knowledge())
{
    private readonly List<RunEvent> events = [];
    private readonly List<Wish> wishes = [];
    private readonly Dictionary<ulong, int> processes = [];
    private readonly Dictionary<ulong, int> readySince = [];
    private int afterTime;
    // Of what could have gone instead only that of the first choices is kept, and of an answer that of small numbers.
    private const int MostChoices = 1000;
    private const int MostAnswers = 8;

    private readonly List<ulong[]> candidates = [];
    private int asked;

    /// <summary>The steps, in order. Their clocks are not set.</summary>
    public IReadOnlyList<RunEvent> Events => events;

    /// <summary>The deviations, in order.</summary>
    public IReadOnlyList<Wish> Wishes => wishes;

    /// <summary>For each choice, the tasks that were ready, by key, in order; for an answer so many times 0.</summary>
    public IReadOnlyList<ulong[]> Candidates => candidates;

    public override int Choose(int count)
    {
        if (candidates.Count < MostChoices)
        {
            candidates.Add(new ulong[Math.Min(count, MostAnswers)]);
        }

        int answer = Math.Min(Answer(asked, count), count - 1);
        if (answer != 0)
        {
            wishes.Add(new Wish(Last?.Key ?? 0, Last?.Steps ?? 0, 0, asked, answer));
        }

        asked++;
        return answer;
    }

    public override int Weigh(double probability, int count) => Choose(count + 1);

    public override void TimeMoved()
    {
        base.TimeMoved();
        afterTime = events.Count;
    }

    protected sealed override int Pick(ReadOnlySpan<ScheduledTask> ready)
    {
        int index = Math.Min(PickOne(ready), ready.Length - 1);
        if (candidates.Count < MostChoices)
        {
            ulong[] keys = new ulong[ready.Length];
            for (int i = 0; i < keys.Length; i++)
            {
                keys[i] = ready[i].Key;
            }

            candidates.Add(keys);
        }

        if (index != 0)
        {
            wishes.Add(new Wish(ready[index].Key, ready[index].Steps + 1, ready[0].Key, ready[0].Steps + 1, 0));
        }

        return index;
    }

    /// <summary>Which of the ready tasks has the next step: an index.</summary>
    protected abstract int PickOne(ReadOnlySpan<ScheduledTask> ready);

    /// <summary>Answers a question of the code under test.</summary>
    /// <param name="asked">How many it has asked in this step.</param>
    /// <param name="count">How many answers there are.</param>
    protected abstract int Answer(int asked, int count);

    protected override void Saw(ReadOnlySpan<ScheduledTask> ready)
    {
        foreach (ScheduledTask task in ready)
        {
            readySince.TryAdd(task.Key, events.Count - 1);
        }
    }

    protected override void Begins(ScheduledTask task)
    {
        asked = 0;
        readySince.Remove(task.Key, out int since);
        if (!processes.TryGetValue(task.Key, out int process))
        {
            processes.Add(task.Key, process = processes.Count);
        }

        events.Add(new RunEvent(task.Key, process, task.Steps + 1, since, afterTime));
    }

    protected override void Ended(ScheduledTask task, Footprint footprint) =>
        (events[^1].Accesses, events[^1].IsUnknown) = ([.. footprint.Accesses], footprint.IsUnknown);
}
