namespace SimAsync.Scheduler;

/// <summary>
/// All interleavings, but for those that only differ in the order of steps that do not conflict. Source sets and sleep sets: Abdulla, Aronis, Jonsson and Sagonas, "Optimal dynamic
/// partial order reduction", POPL 2014, algorithm 1.
/// </summary>
/// <remarks>
/// Where we differ: what a step uses is known once it has run, so races are looked for when the run is over. Virtual time moves only when nothing is ready, so what was before comes before what
/// is after, in every order. Main's end conflicts with everything, for what has not run by then never does.
/// </remarks>
/// <param name="reduces">Whether steps that do not conflict need not be tried in both orders; if not, all orders are.</param>
internal sealed class ExhaustiveSearch(bool reduces) : Search
{
    private readonly Dictionary<ulong, int> processes = [];
    private readonly HashSet<ulong> classes = [];
    private bool isComplete;
    private int interleavings;
    private int redundant;
    private int kept;

    /// <summary>The way that is being tried: one node for each step.</summary>
    public List<ExhaustiveNode> Nodes { get; } = [];

    public bool Reduces => reduces;

    public override bool TriesAll => true;

    public override bool IsComplete => isComplete;

    /// <summary>The different partial orders of steps that there were: each a number.</summary>
    public IReadOnlySet<ulong> Classes => classes;

    public override Coverage Coverage => new(interleavings, classes.Count, redundant);

    public override int EndOfBatch(int run) => run + 1;

    // Each run hangs on those before.
    public override bool Teaches(int run) => true;

    public override IChooser Begin(ulong seed, int run)
    {
        // A run that is made again goes the same way, and finds anew what is beyond it.
        Nodes.RemoveRange(kept, Nodes.Count - kept);
        return new ExhaustiveChooser(this);
    }

    public override void Learn(IChooser chooser)
    {
        var run = (ExhaustiveChooser)chooser;
        run.End();
        if (run.IsRedundant)
        {
            redundant++;
        }

        Causality.SetClocks(run.Events);
        if (!run.IsRedundant)
        {
            interleavings++;
            TryAllBeforeTheEnd(run.Events);
            classes.Add(ClassOf(run.Events));
        }

        if (!reduces)
        {
            foreach (RunEvent step in run.Events)
            {
                step.IsUnknown = true;
            }

            Causality.SetClocks(run.Events);
        }

        FindRaces(run.Events);

        while (Nodes.Count > 0 && !Nodes[^1].Advance())
        {
            Nodes.RemoveAt(Nodes.Count - 1);
        }

        kept = Nodes.Count;
        isComplete = kept == 0;
    }

    public override void Restart()
    {
        Nodes.Clear();
        classes.Clear();
        (kept, interleavings, redundant) = (0, 0, 0);
    }

    public int ProcessOf(ulong task)
    {
        if (!processes.TryGetValue(task, out int process))
        {
            processes.Add(task, process = processes.Count);
        }

        return process;
    }

    // One that stops the run takes their turn from all that are ready: any of them might have come before it.
    private void TryAllBeforeTheEnd(IReadOnlyList<RunEvent> events)
    {
        if (events.Count > 0 && events[^1].IsUnknown)
        {
            foreach (ulong task in Nodes[events.Count - 1].Ready)
            {
                Nodes[events.Count - 1].Add(task);
            }
        }
    }

    // Each pair of steps that conflict and that nothing between them puts in order might come in the other order: somewhere it has to be tried.
    private void FindRaces(IReadOnlyList<RunEvent> events)
    {
        var clock = new RunEvent(0, 0, 0, -1, 0);
        var last = new Dictionary<int, RunEvent>();
        for (int i = 0; i < events.Count; i++)
        {
            // The clock is made again, the latest step first: those that it does not know by then race.
            RunEvent now = events[i];
            clock.Clock = [];
            Causality.Join(clock, last.GetValueOrDefault(now.Process));
            Causality.Join(clock, now.EnabledBy >= 0 ? events[now.EnabledBy] : null);
            last[now.Process] = now;
            for (int j = i - 1; j >= now.AfterTime; j--)
            {
                RunEvent before = events[j];
                if (!clock.IsAfter(before) && before.ConflictsWith(now))
                {
                    Reverse(events, j, i);
                    Causality.Join(clock, before);
                }
            }
        }
    }

    // At the node of the first of two racing steps, something has to be tried by which the second can come before it.
    private void Reverse(IReadOnlyList<RunEvent> events, int first, int second)
    {
        ExhaustiveNode node = Nodes[first];
        ulong initial = 0;
        var between = new List<RunEvent>();
        for (int i = first + 1; i <= second; i++)
        {
            RunEvent step = events[i];
            if (i < second && step.IsAfter(events[first]))
            {
                continue;
            }

            bool isInitial = true;
            foreach (RunEvent earlier in between)
            {
                isInitial &= !step.IsAfter(earlier) && earlier.Process != step.Process;
            }

            between.Add(step);
            if (isInitial)
            {
                if (node.Has(step.Task))
                {
                    return;
                }

                initial = initial == 0 || i == second ? step.Task : initial;
            }
        }

        if (initial != 0)
        {
            node.Add(initial);
        }
    }

    // The same for all orders of the same run that only differ in steps that do not conflict.
    private ulong ClassOf(IReadOnlyList<RunEvent> events)
    {
        var keys = processes.ToDictionary(static pair => pair.Value, static pair => pair.Key);
        ulong sum = 0;
        for (int i = 0; i < events.Count; i++)
        {
            ulong hash = Mix(events[i].Task + (ulong)events[i].Ordinal) ^ Nodes[i].AnswersHash();
            for (int process = 0; process < events[i].Clock.Length; process++)
            {
                if (events[i].Clock[process] > 0)
                {
                    hash += Mix(keys[process] ^ Mix((ulong)events[i].Clock[process]));
                }
            }

            sum += Mix(hash);
        }

        return sum;
    }

    private static ulong Mix(ulong state) => Xoshiro256.SplitMix64(ref state);
}
