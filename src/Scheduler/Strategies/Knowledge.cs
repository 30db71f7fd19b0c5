using System.Runtime.InteropServices;

namespace SimAsync.Scheduler;

/// <summary>
/// What the runs of one exploration have shown so far: how many choices a run has, how many steps a task, which of them touch what. It stays as it is while runs
/// are made that may use it, and learns between, in the order of the runs; so what it knows does not hang on which of them ends first.
/// </summary>
internal sealed class Knowledge
{
    // Of a long run only the beginning is kept step by step.
    private const int MostSteps = 10_000;

    // A callback that each step of plain code makes for the next is a task made by the one before: such a line is not followed to its beginning.
    private const int MostGenerations = 16;

    private readonly Dictionary<ulong, Profile> profiles = [];
    private readonly Dictionary<(ulong Task, int Step), Access[]> accesses = [];
    private readonly SortedDictionary<ulong, Usage> usages = [];
    private readonly Dictionary<ulong, int> lastMaking = [];
    private List<(ulong Location, double Uses)>? shared;
    private int runs;
    private long choices;

    /// <summary>How many choices a run has at most, as far as is known; 0 while nothing is.</summary>
    public int Choices { get; private set; }

    /// <summary>How many it has in the mean.</summary>
    public int MeanChoices => runs == 0 ? 0 : (int)Math.Max(1, choices / runs);

    /// <summary>What more than one task uses, and at least one of them in a way that conflicts, and how many steps of a run do so. In a fixed order.</summary>
    public IReadOnlyList<(ulong Location, double Uses)> Shared =>
        shared ??= [.. usages.Where(static pair => pair.Value.IsShared).Select(pair => (pair.Key, (double)pair.Value.Count / runs))];

    /// <summary>Whether a task makes tasks in more steps than one, so that some may run before others are there.</summary>
    public bool IsStaged { get; private set; }

    /// <summary>After how many of its steps a task has made all that it makes; 0 if it makes none.</summary>
    public int StepsToMakeAll(ulong task) => lastMaking.GetValueOrDefault(task);

    /// <summary>How many steps a task has, with all that it makes. 0 if it was never seen.</summary>
    public double StepsOf(ulong task) => profiles.TryGetValue(task, out Profile profile) ? (double)profile.Steps / profile.Runs : 0;

    /// <summary>How many steps of a task, and of all that it makes, use a location.</summary>
    public double UsesOf(ulong task, ulong location) =>
        usages.TryGetValue(location, out Usage? usage) && usage.Uses.TryGetValue(task, out Profile profile) ? (double)profile.Steps / profile.Runs : 0;

    /// <summary>What a task used in its step of this number, counted from 0, when it was last seen there.</summary>
    public ReadOnlySpan<Access> AccessesOf(ulong task, int step) => accesses.TryGetValue((task, step), out Access[]? found) ? found : [];

    /// <summary>Takes in one run.</summary>
    public void Learn(TaskChooser run)
    {
        runs++;
        choices += run.Choices;
        Choices = Math.Max(Choices, run.Choices);
        shared = null;

        // Who was made comes after who made it.
        var steps = new Dictionary<ScheduledTask, int>(ReferenceEqualityComparer.Instance);
        for (int i = run.Tasks.Count - 1; i >= 0; i--)
        {
            ScheduledTask task = run.Tasks[i];
            int all = task.Steps + steps.GetValueOrDefault(task);
            Add(profiles, task.Key, all);
            if (task.Parent is { } parent)
            {
                steps[parent] = steps.GetValueOrDefault(parent) + all;
                ref int making = ref CollectionsMarshal.GetValueRefOrAddDefault(lastMaking, parent.Key, out bool makesMore);
                IsStaged |= makesMore && making != task.MadeInStep;
                making = Math.Max(making, task.MadeInStep);
            }
        }

        LearnUses(run);
    }

    private void LearnUses(TaskChooser run)
    {
        var uses = new Dictionary<(ScheduledTask, ulong), int>();
        foreach ((ScheduledTask task, int step, Access[] used) in run.Used)
        {
            accesses[(task.Key, step)] = used;
            foreach (Access access in used)
            {
                if (!usages.TryGetValue(access.Location, out Usage? usage))
                {
                    usages[access.Location] = usage = new Usage();
                }

                usage.Note(task.Key, access.Kind);
                int generations = 0;
                for (ScheduledTask? at = task; at is not null && generations++ < MostGenerations; at = at.Parent)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(uses, (at, access.Location), out _)++;
                }
            }
        }

        foreach (((ScheduledTask task, ulong location), int count) in uses)
        {
            Add(usages[location].Uses, task.Key, count);
        }
    }

    private static void Add(Dictionary<ulong, Profile> to, ulong task, int steps)
    {
        ref Profile profile = ref CollectionsMarshal.GetValueRefOrAddDefault(to, task, out _);
        profile = new Profile(profile.Steps + steps, profile.Runs + 1);
    }

    /// <summary>Whether a run keeps what a step used.</summary>
    public static bool Keeps(int kept) => kept < MostSteps;

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Profile(long Steps, int Runs);

    private sealed class Usage
    {
        private ulong first;
        private AccessKind kind;
        private bool byMany;
        private bool inManyWays;

        public Dictionary<ulong, Profile> Uses { get; } = [];

        public long Count { get; private set; }

        public bool IsShared => byMany && inManyWays;

        public void Note(ulong task, AccessKind how)
        {
            Count++;
            if (first == 0)
            {
                (first, kind) = (task, how);
            }

            byMany |= first != task;
            inManyWays |= kind != how || how == AccessKind.Write;
        }
    }
}
