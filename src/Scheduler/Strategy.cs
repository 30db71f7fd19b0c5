using System.Globalization;
using SimAsync.Scheduler;

// The namespace of what users meet first, although the folder is the scheduler's: Strategy.Random is written in every test.
namespace SimAsync;

/// <summary>
/// How the runs of an exploration choose which of the ready steps goes next. A strategy is immutable and can serve many explorations at once; what
/// it learns from runs it learns in each anew.
/// </summary>
/// <remarks>
/// A task, here, is a coroutine's task, one call of an <c>async</c> method, or a single callback or work item of the pool: priorities belong to each of them.
/// Where a strategy needs to know how long a run is, how many steps a task has or which steps use the same thing, it learns that from the runs so far, up to the 64th; its first run goes without.
/// </remarks>
public abstract class Strategy
{
    /// <summary>A bound that a strategy has unless it is told another.</summary>
    internal const int DefaultDepth = 3;

    private const int DefaultBound = 2;
    private const int MostBound = 10_000;

    // Named strategies, as people write them; those with a bound may have it behind a colon.
    private static readonly (string Name, int Default, Func<int, Strategy> Make)[] Named =
    [
        ("in-order", 0, static _ => InOrder!),
        ("random", 0, static _ => Random!),
        ("pct", DefaultDepth, static depth => Pct(depth)),
        ("pos", 0, static _ => Pos!),
        ("urw", 0, static _ => Urw!),
        ("surw", 0, static _ => Surw!),
        ("delay", DefaultBound, static delays => DelayBounded(delays)),
        ("preemption", DefaultBound, static preemptions => PreemptionBounded(preemptions)),
        ("exhaustive", -1, static bound => Exhaustive(bound < 0 ? null : bound)),
        ("portfolio", 0, static _ => Portfolio!),
    ];

    private protected Strategy(string name) => Name = name;

    /// <summary>As asyncio's loop: first in, first out, in passes. Every run is the same.</summary>
    public static Strategy InOrder { get; } = new By("in-order", static () => new PlainSearch(static (_, _) => InOrderChooser.Instance));

    /// <summary>The random walk: each choice uniform among all the steps that are ready.</summary>
    public static Strategy Random { get; } = new By("random", static () => new PlainSearch(static (seed, _) => new RandomChooser(seed)));

    /// <summary>
    /// POS: each step that is ready has a random priority, and one that conflicts with the step that goes gets another. Good where a few steps in the wrong order among many do it.
    /// </summary>
    /// <remarks>Yuan, Yang and Gu, "Partial order aware concurrency sampling", CAV 2018. Which steps conflict is learnt, from what they use of <c>Shared&lt;T&gt;</c> and SimAsync's own primitives.</remarks>
    public static Strategy Pos { get; } = new By("pos", static () => new LearningSearch(static (seed, known, _) => new PosChooser(seed, known)));

    /// <summary>URW: each interleaving as likely as any other, by how many steps each task has left. Good where one task has to go far while others wait.</summary>
    /// <remarks>Zhao, Wolff, Mathur and Roychoudhury, "Selectively uniform concurrency testing", ASPLOS 2025, section 3.1.</remarks>
    public static Strategy Urw { get; } = new By("urw", static () => new LearningSearch(static (seed, known, _) => new UrwChooser(seed, known)));

    /// <summary>SURW: as <see cref="Urw"/>, but in each run only for the steps that use one thing that tasks share, another in each.</summary>
    /// <remarks>Zhao, Wolff, Mathur and Roychoudhury, "Selectively uniform concurrency testing", ASPLOS 2025, algorithm 2.</remarks>
    public static Strategy Surw { get; } = new By("surw", static () => new LearningSearch(static (seed, known, _) => new SurwChooser(seed, known)));

    /// <summary>
    /// The default: the strategies by turns, all of which learn from the runs of all. The second run is in order: the first that is ready has the next step.
    /// </summary>
    public static Strategy Portfolio { get; } = new By("portfolio", static () => new LearningSearch(Scheduler.Portfolio.Begin));

    /// <summary>The names that <see cref="Parse"/> knows, in the order in which they are best shown.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Named.Select(static named => named.Name)];

    /// <summary>The name by which the command line and <c>[SimTest]</c> know it.</summary>
    public string Name { get; }

    /// <summary>
    /// PCT: random priorities of tasks, which change at depth - 1 random choices. Finds a bug that hangs on the order of that many steps with a chance of at least 1 / (n k^(depth-1)),
    /// among n tasks and k choices.
    /// </summary>
    /// <param name="depth">From 1 to 10,000.</param>
    /// <remarks>Burckhardt, Kothari, Musuvathi and Nagarakatte, "A randomized scheduler with probabilistic guarantees of finding bugs", ASPLOS 2010.</remarks>
    public static Strategy Pct(int depth = DefaultDepth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, MostBound);
        return new By(NameOf("pct", depth, DefaultDepth), () => new LearningSearch((seed, known, _) => new PctChooser(seed, known, depth)));
    }

    /// <summary>In the order in which steps become ready, but for so many delays, each of which puts off the task that is first.</summary>
    /// <param name="delays">From 0 to 10,000.</param>
    /// <remarks>Emmi, Qadeer and Rakamaric, "Delay-bounded scheduling", POPL 2011; where they strike is drawn at random.</remarks>
    public static Strategy DelayBounded(int delays = DefaultBound)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(delays);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delays, MostBound);
        return new By(NameOf("delay", delays, DefaultBound), () => new LearningSearch((seed, known, _) => new DelayChooser(seed, known, delays)));
    }

    /// <summary>Each task goes on until it waits; only so many times another gets the turn though it could go on.</summary>
    /// <param name="preemptions">From 0 to 10,000.</param>
    /// <remarks>Musuvathi and Qadeer, "Iterative context bounding", PLDI 2007; where it happens, and who is next, is drawn at random.</remarks>
    public static Strategy PreemptionBounded(int preemptions = DefaultBound)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(preemptions);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(preemptions, MostBound);
        return new By(NameOf("preemption", preemptions, DefaultBound), () => new LearningSearch((seed, known, _) => new PreemptionChooser(seed, known, preemptions)));
    }

    /// <summary>
    /// Every interleaving, one after the other, or every one with at most so many steps out of order; <c>ExploreOptions.Runs</c> bounds how many. If all were run and none failed, the report is
    /// complete.
    /// </summary>
    /// <param name="deviations">At most so many steps out of order, fewer first; null, the default, for any number.</param>
    /// <param name="reduce">
    /// Whether to leave out interleavings that differ only in the order of steps that do not conflict. Which do is known of task graphs, which are always reduced, and of coroutines that share
    /// nothing but SimAsync's primitives and <c>Shared&lt;T&gt;</c>: what they share otherwise is not seen, and with it an interleaving may be missed. So in code it is off unless you say that this holds.
    /// Steps of plain <c>async Task</c> code are taken to conflict with all others. Does nothing with a bound on deviations.
    /// </param>
    /// <remarks>Abdulla, Aronis, Jonsson and Sagonas, "Optimal dynamic partial order reduction", POPL 2014: source sets and sleep sets.</remarks>
    public static Strategy Exhaustive(int? deviations = null, bool reduce = false)
    {
        if (deviations is not { } bound)
        {
            return new By("exhaustive", () => new ExhaustiveSearch(reduce)) { Reduced = reduce ? null : static () => Exhaustive(null, reduce: true) };
        }

        ArgumentOutOfRangeException.ThrowIfNegative(bound, nameof(deviations));
        return new By($"exhaustive:{bound}", () => new BoundedSearch(bound));
    }

    /// <summary>The strategy of a name.</summary>
    /// <param name="name">One of <see cref="Names"/>; <c>pct</c>, <c>delay</c> and <c>preemption</c> may have their bound behind a colon: <c>pct:5</c>.</param>
    /// <exception cref="FormatException">There is none of this name; the message tells which there are.</exception>
    public static Strategy Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = name.Split(':', 2);
        foreach (var (known, standard, make) in Named)
        {
            if (known != parts[0])
            {
                continue;
            }

            if (parts.Length == 1)
            {
                return make(standard);
            }

            if (standard == 0)
            {
                throw new FormatException($"The strategy '{known}' has no bound, so nothing may stand behind it: '{name}'.");
            }

            int least = known == "pct" ? 1 : 0;
            return int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int bound) && bound >= least && bound <= MostBound
                ? make(bound)
                : throw new FormatException($"The strategy '{known}' has a whole number from {least} to {MostBound} behind its colon, not '{parts[1]}'.");
        }

        throw new FormatException($"There is no strategy '{name}'; there are {string.Join(", ", Names)}.");
    }

    /// <summary>Plays one recorded run.</summary>
    /// <param name="code">The code that a failure printed.</param>
    /// <exception cref="ReplayCodeException">The text is no replay code.</exception>
    public static Strategy Replay(string code)
    {
        ReplayCode parsed = ReplayCode.Parse(code);
        return new By("replay", () => new ReplaySearch(parsed));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static Strategy Guided(IReadOnlyList<Deviation> deviations) =>
        new By("guided", () => new PlainSearch((_, _) => new GuidedChooser(deviations)));

    /// <summary>As <see cref="Guided"/>, and keeps what happened as events.</summary>
    internal static Strategy Scripted(IReadOnlyList<Deviation> deviations) => new By("guided", () => new PlainSearch((_, _) => new ScriptChooser(deviations)));

    internal static Strategy Wished(IReadOnlyList<Wish> wishes) => new By("guided", () => new PlainSearch((_, _) => new WishChooser(wishes)));

    internal static Strategy Sliced(EventChooser failed) => new By("guided", () => new PlainSearch((_, _) => new SliceChooser(failed)));

    /// <summary>Begins an exploration.</summary>
    internal abstract Search Search();

    private static string NameOf(string name, int bound, int standard) => bound == standard ? name : $"{name}:{bound}";

    /// <summary>The same strategy for code of which it is known which steps conflict; null if it makes no difference.</summary>
    internal Func<Strategy>? Reduced { get; private init; }

    private sealed class By(string name, Func<Search> search) : Strategy(name)
    {
        internal override Search Search() => search();
    }
}
