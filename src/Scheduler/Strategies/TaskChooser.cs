using System.Runtime.InteropServices;

namespace SimAsync.Scheduler;

/// <summary>
/// A chooser that knows which task each step is of. A task is a coroutine's task, one call of a plain async method, or a single callback. It keeps what its
/// exploration can learn from the run.
/// </summary>
internal abstract class TaskChooser : IChooser
{
    private const int GuessedChoices = 64;

    private readonly List<ScheduledTask> tasks = [];
    private readonly List<(ScheduledTask Task, int Step, Access[] Used)> used = [];
    private readonly Dictionary<ulong, int> owners = [];
    private Dictionary<object, ScheduledTask>? shared;
    private ScheduledTask[] candidates = new ScheduledTask[8];
    private ScheduledTask? last;
    private bool isStepOver;

    private protected Xoshiro256 random;

    protected TaskChooser(ulong seed, Knowledge known) => (random, Known) = (new Xoshiro256(seed), known);

    public bool InPasses => false;

    public bool SeesAll => true;

    public Footprint Footprint { get; } = new();

    /// <summary>Whether tasks that have yet to make others go first, so that those all are there before any has gone far.</summary>
    public bool MakersFirst { get; init; }

    /// <summary>How many choices of a step there were.</summary>
    public int Choices { get; private set; }

    /// <summary>The tasks, in the order in which they were first seen.</summary>
    public IReadOnlyList<ScheduledTask> Tasks => tasks;

    /// <summary>What steps used, in order, those that used nothing left out.</summary>
    public IReadOnlyList<(ScheduledTask Task, int Step, Access[] Used)> Used => used;

    protected Knowledge Known { get; }

    /// <summary>The task that had the last step; null before the first.</summary>
    protected ScheduledTask? Last => last;

    public int Choose(ReadOnlySpan<Step> ready)
    {
        EndStep();
        if (ready.Length > candidates.Length)
        {
            candidates = new ScheduledTask[ready.Length * 2];
        }

        for (int i = 0; i < ready.Length; i++)
        {
            candidates[i] = TaskOf(in ready[i]);
        }

        Choices++;
        ReadOnlySpan<ScheduledTask> all = candidates.AsSpan(0, ready.Length);
        Saw(all);
        int index = MakersFirst && FindMaker(all) is var maker and >= 0 ? maker : Pick(all);
        Begin(candidates[index]);
        return index;
    }

    public virtual int Choose(int count) => random.Next(count);

    public virtual int Weigh(double probability, int count) => random.NextDouble() < probability ? 1 + random.Next(count) : 0;

    public virtual int Strike(double probability, int targets) => Weigh(probability, targets);

    public virtual void TimeMoved()
    {
        // What timers do by themselves is no step's.
        EndStep();
    }

    public void Took(in Step step)
    {
        EndStep();
        ScheduledTask task = TaskOf(in step);
        Saw(new ReadOnlySpan<ScheduledTask>(in task));
        Begin(task);
    }

    /// <summary>The run has ended.</summary>
    public void End() => EndStep();

    /// <summary>Which of the ready tasks has the next step: an index.</summary>
    protected abstract int Pick(ReadOnlySpan<ScheduledTask> ready);

    /// <summary>These have a step ready, and one of them is about to have it.</summary>
    protected virtual void Saw(ReadOnlySpan<ScheduledTask> ready)
    {
    }

    /// <summary>A task is seen for the first time.</summary>
    protected virtual void Met(ScheduledTask task)
    {
    }

    /// <summary>A task's step begins.</summary>
    protected virtual void Begins(ScheduledTask task)
    {
    }

    /// <summary>A task's step has ended, and used this.</summary>
    protected virtual void Ended(ScheduledTask task, Footprint footprint)
    {
    }

    /// <summary>So many choices of the run, at random and in order, counted from 1.</summary>
    /// <param name="count">How many.</param>
    /// <param name="horizon">How many choices the run is expected to have; 0 if that is not known.</param>
    protected int[] DrawChoices(int count, int horizon)
    {
        int[] choices = new int[count];
        for (int i = 0; i < count; i++)
        {
            choices[i] = 1 + random.Next(horizon == 0 ? GuessedChoices : horizon);
        }

        Array.Sort(choices);
        return choices;
    }

    /// <summary>The index of a task, drawn with a chance in proportion to the steps that it has left; one that should have none counts as having one.</summary>
    protected int Draw(ReadOnlySpan<ScheduledTask> ready)
    {
        double sum = 0;
        foreach (ScheduledTask task in ready)
        {
            sum += Math.Max(1, task.Remaining);
        }

        double at = random.NextDouble() * sum;
        for (int i = 0; i < ready.Length; i++)
        {
            at -= Math.Max(1, ready[i].Remaining);
            if (at < 0)
            {
                return i;
            }
        }

        return ready.Length - 1;
    }

    /// <summary>The index of a task with the highest priority.</summary>
    protected static int Highest(ReadOnlySpan<ScheduledTask> ready)
    {
        int best = 0;
        for (int i = 1; i < ready.Length; i++)
        {
            if (ready[i].Priority > ready[best].Priority)
            {
                best = i;
            }
        }

        return best;
    }

    // One of them at random.
    private int FindMaker(ReadOnlySpan<ScheduledTask> ready)
    {
        int found = -1;
        int count = 0;
        for (int i = 0; i < ready.Length; i++)
        {
            if (ready[i].Steps < Known.StepsToMakeAll(ready[i].Key) && random.Next(++count) == 0)
            {
                found = i;
            }
        }

        return found;
    }

    private ScheduledTask TaskOf(in Step step)
    {
        if (step.Work is ITaskSlot slot)
        {
            return slot.Scheduled ??= Meet(step);
        }

        object which = step.Work is ISharedWork many ? many.TaskOf(step.Argument) : step.Work;
        ref ScheduledTask? task = ref CollectionsMarshal.GetValueRefOrAddDefault(shared ??= new(ReferenceEqualityComparer.Instance), which, out _);
        return task ??= Meet(step);
    }

    private ScheduledTask Meet(in Step step)
    {
        ulong owner = step.Work is IPlace { Location: var location and not 0 } ? location : step.Owner;
        int before = CollectionsMarshal.GetValueRefOrAddDefault(owners, owner, out _)++;
        var task = new ScheduledTask(owner + ((ulong)before * 0x9E3779B97F4A7C15UL), last);
        tasks.Add(task);
        Met(task);
        return task;
    }

    private void Begin(ScheduledTask task)
    {
        (last, isStepOver) = (task, false);
        Begins(task);
        task.Steps++;
    }

    private void EndStep()
    {
        if (last is not null && !isStepOver)
        {
            isStepOver = true;
            Ended(last, Footprint);
            if (Footprint.Accesses.Count > 0 && Knowledge.Keeps(used.Count))
            {
                used.Add((last, last.Steps - 1, [.. Footprint.Accesses]));
            }
        }

        Footprint.Clear();
    }
}
