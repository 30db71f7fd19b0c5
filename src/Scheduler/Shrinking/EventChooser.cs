namespace SimAsync.Scheduler;

/// <summary>Guides a run, and keeps its steps as events and its deviations as wishes, for shrinking.</summary>
internal abstract class EventChooser : RunTracer
{

    private readonly List<Wish> wishes = [];
    private readonly Dictionary<(ulong Task, int Step, int Asked), int> answers = [];
    private readonly Dictionary<ulong, int> processes = [];

    // Of what could have gone instead only that of the first choices is kept, and of an answer that of small numbers.
    private const int MostChoices = 1000;
    private const int MostAnswers = 8;

    private readonly List<ulong[]> candidates = [];
    private int asked;

    /// <param name="asWished">Of these, those that are answers are given where their questions are asked.</param>
    protected EventChooser(IEnumerable<Wish> asWished)
    {
        foreach (Wish wish in asWished.Where(static wish => wish.Before == 0))
        {
            answers[(wish.Task, wish.Step, wish.BeforeStep)] = wish.Answer;
        }
    }

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
    protected virtual int Answer(int asked, int count) => answers.GetValueOrDefault((Last?.Key ?? 0, Last?.Steps ?? 0, asked));

    protected override void Begins(ScheduledTask task)
    {
        asked = 0;
        if (!processes.TryGetValue(task.Key, out int process))
        {
            processes.Add(task.Key, process = processes.Count);
        }

        Trace(task, process);
    }
}
