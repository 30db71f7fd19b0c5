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

    /// <summary>The name by which the command line knows it.</summary>
    public string Name { get; }

    /// <summary>Plays one recorded run.</summary>
    /// <param name="code">The code that a failure printed.</param>
    /// <exception cref="ReplayCodeException">The text is no replay code.</exception>
    public static Strategy Replay(string code) => new Recorded(ReplayCode.Parse(code));

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static Strategy Guided(IReadOnlyList<Deviation> deviations) =>
        new ByRun("guided", (_, _) => new GuidedChooser(deviations));

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
