using SimAsync.Scheduler;

// The namespace of what users meet first, although the folder is the scheduler's: Strategy.Random is written in every test.
namespace SimAsync;

/// <summary>
/// How a run chooses which of the ready steps goes next. A strategy is immutable and can serve many explorations at once:
/// each run gets a chooser of its own, made from the exploration's seed and the run's number.
/// </summary>
public abstract class Strategy
{
    private protected Strategy(string name) => Name = name;

    /// <summary>As asyncio's loop: first in, first out, in passes. Every run is the same.</summary>
    public static Strategy InOrder { get; } = new ByRun("in-order", static (_, _) => InOrderChooser.Instance);

    /// <summary>The random walk: each choice uniform among all the steps that are ready.</summary>
    public static Strategy Random { get; } = new ByRun("random", static (seed, _) => new RandomChooser(seed));

    /// <summary>
    /// The default: the strategies that there are, by turns. For now the first run goes in order, in asyncio's passes; the second takes the first that is
    /// ready at each step, without passes, which is the run with no deviations; and every other is a random walk.
    /// </summary>
    public static Strategy Portfolio { get; } = new ByRun("portfolio", static (seed, run) => run switch
    {
        0 => InOrderChooser.Instance,
        1 => new GuidedChooser([]),
        _ => new RandomChooser(seed),
    });

    /// <summary>The names that <see cref="Parse"/> knows, in the order in which they are best shown.</summary>
    public static IReadOnlyList<string> Names { get; } = [InOrder.Name, Random.Name, Portfolio.Name];

    /// <summary>The name by which the command line and <c>[SimTest]</c> know it.</summary>
    public string Name { get; }

    /// <summary>The strategy of a name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="FormatException">There is none of this name; the message tells which there are.</exception>
    public static Strategy Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name == InOrder.Name ? InOrder
            : name == Random.Name ? Random
            : name == Portfolio.Name ? Portfolio
            : throw new FormatException($"There is no strategy '{name}'; there are {string.Join(", ", Names)}.");
    }

    /// <summary>Plays one recorded run.</summary>
    /// <param name="code">The code that a failure printed.</param>
    /// <exception cref="ReplayCodeException">The text is no replay code.</exception>
    public static Strategy Replay(string code) => new Recorded(ReplayCode.Parse(code));

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static Strategy Guided(IReadOnlyList<Deviation> deviations) =>
        new ByRun("guided", (_, _) => new GuidedChooser(deviations));

    /// <summary>
    /// As <paramref name="inner"/>; but after its first run come some that go on in order, and of which each answers the first choice with another
    /// number: 1, 2, and so on.
    /// </summary>
    /// <param name="inner">What makes the first run, and all after those.</param>
    /// <param name="last">Asked once the first run is over: the last of these numbers.</param>
    internal static Strategy Sweep(Strategy inner, Func<int> last) => new ByRun(inner.Name, (seed, run) =>
        run > 0 && run <= last() ? new GuidedChooser([new Deviation(0, run)]) : inner.Begin(seed, run == 0 ? 0 : run - last()));

    /// <summary>The chooser of one run.</summary>
    /// <param name="seed">The run's own seed.</param>
    /// <param name="run">The run's number in its exploration, from 0.</param>
    internal abstract IChooser Begin(ulong seed, int run);

    /// <summary>The seed of the run's own random generator.</summary>
    internal virtual ulong SeedOf(ulong seed) => seed;

    /// <summary>Whether waits on the pool are held, if the strategy plays a run that says so; otherwise null.</summary>
    internal virtual bool? HoldsPoolWaits => null;

    private sealed class ByRun(string name, Func<ulong, int, IChooser> begin) : Strategy(name)
    {
        internal override IChooser Begin(ulong seed, int run) => begin(seed, run);
    }

    private sealed class Recorded(ReplayCode code) : Strategy("replay")
    {
        internal override IChooser Begin(ulong seed, int run) => new ReplayChooser(code);

        internal override ulong SeedOf(ulong seed) => code.Seed ?? seed;

        internal override bool? HoldsPoolWaits => code.HoldsPoolWaits;
    }
}
