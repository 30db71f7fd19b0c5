namespace SimAsync.Scheduler;

/// <summary>A state on the way of exhaustive search: what could go from there, what has been tried, what still has to be.</summary>
/// <param name="ready">The tasks that had a step ready, by key, in the order in which they became ready.</param>
/// <param name="sleeping">Those whose step from here would only lead to what has been seen.</param>
internal sealed class ExhaustiveNode(ulong[] ready, Dictionary<ulong, ExhaustiveNode.Sleeper> sleeping)
{
    private readonly List<ulong> toTry = [];
    private readonly List<(int Answer, int Count)> answers = [];
    private int given;

    // What the steps of the task that is being tried used, with each of its answers.
    private readonly HashSet<Access> used = [];
    private bool usedUnknown;

    public ReadOnlySpan<ulong> Ready => ready;

    /// <summary>Those of which nothing new would come, and what their next step uses.</summary>
    public IReadOnlyDictionary<ulong, Sleeper> Sleeping => sleeping;

    /// <summary>The task that is tried now.</summary>
    public ulong Chosen { get; private set; }

    /// <summary>The first that is not asleep; 0 if all are.</summary>
    public ulong FirstAwake => Array.Find(ready, task => !sleeping.ContainsKey(task));

    /// <summary>Tries a task that has not been.</summary>
    public void Try(ulong task)
    {
        Chosen = task;
        Add(task);
        answers.Clear();
        used.Clear();
        usedUnknown = false;
    }

    /// <summary>Whether a task is, was, or will be tried here.</summary>
    public bool Has(ulong task) => toTry.Contains(task);

    /// <summary>A task has to be tried here.</summary>
    public void Add(ulong task)
    {
        if (!toTry.Contains(task))
        {
            toTry.Add(task);
        }
    }

    /// <summary>The run begins anew: the step of this node has asked for nothing yet.</summary>
    public void Rewind() => given = 0;

    /// <summary>What the code under test is answered in this step.</summary>
    public int Answer(int count)
    {
        if (given == answers.Count)
        {
            answers.Add((0, count));
        }

        return Math.Min(answers[given++].Answer, count - 1);
    }

    /// <summary>The answers of this step, as a number that is the same for the same answers.</summary>
    public ulong AnswersHash()
    {
        ulong hash = 0;
        foreach ((int answer, _) in answers)
        {
            hash = (hash * 0x100000001B3) + (ulong)answer + 1;
        }

        return hash;
    }

    /// <summary>The chosen step has been made, and used this.</summary>
    public void Note(RunEvent made, bool isUnknown)
    {
        used.UnionWith(made.Accesses);
        usedUnknown |= isUnknown;
    }

    /// <summary>Goes on to the next answers, or to the next task that has to be tried.</summary>
    /// <returns>False if there is nothing left.</returns>
    public bool Advance()
    {
        while (answers.Count > 0)
        {
            (int answer, int count) = answers[^1];
            if (answer + 1 < count)
            {
                answers[^1] = (answer + 1, count);
                return true;
            }

            answers.RemoveAt(answers.Count - 1);
        }

        sleeping[Chosen] = new Sleeper([.. used], usedUnknown);
        foreach (ulong task in toTry)
        {
            if (!sleeping.ContainsKey(task))
            {
                Try(task);
                return true;
            }
        }

        return false;
    }

    /// <summary>Who still sleeps after a step: those with which it does not conflict.</summary>
    public Dictionary<ulong, Sleeper> StillSleeping(RunEvent step, bool reduces)
    {
        var still = new Dictionary<ulong, Sleeper>();
        foreach ((ulong task, Sleeper sleeper) in sleeping)
        {
            if (reduces && task != step.Task && !RunEvent.Conflict(sleeper.IsUnknown, sleeper.Accesses, step.IsUnknown, step.Accesses))
            {
                still.Add(task, sleeper);
            }
        }

        return still;
    }

    /// <summary>What the next step of a task uses that sleeps.</summary>
    public sealed record Sleeper(Access[] Accesses, bool IsUnknown);
}
