using SimAsync.Exploration;

namespace SimAsync;

/// <summary>What came of one run: see <see cref="Simulation.Observe(Func{Coroutine}, RunOptions?)"/>.</summary>
public sealed class RunReport
{
    private string? replayCode;

    internal RunReport()
    {
    }

    /// <summary>What main returned; null if it failed, or returns nothing.</summary>
    public object? Value { get; internal init; }

    /// <summary>What the run failed with: main's own exception, or a <see cref="SimulationException"/>. Null if it did not.</summary>
    public Exception? Exception { get; internal set; }

    /// <summary>How many steps it took until main had ended.</summary>
    public long Steps { get; internal init; }

    /// <summary>The virtual time at which main had ended.</summary>
    public TimeSpan Time { get; internal init; }

    /// <summary>How many steps were not the one that asyncio would have run.</summary>
    public int Deviations { get; internal init; }

    /// <summary>The code that plays the run again.</summary>
    /// <remarks>Written out when it is first asked for: of the runs of an exploration, few ever are.</remarks>
    public string ReplayCode => replayCode ??= Recording is null ? "" : Scheduler.ReplayCode.Of(Recording, DrewRandom).ToString();

    /// <summary>Whether the code can: false if another thread took part.</summary>
    public bool IsReproducible { get; internal set; }

    /// <summary>What was noticed and did not stop the run, in order.</summary>
    public IReadOnlyList<SimWarning> Warnings { get; internal init; } = [];

    /// <summary>What happened, if <see cref="RunOptions.Trace"/> asked for it; otherwise empty.</summary>
    public IReadOnlyList<TraceEvent> Trace { get; internal init; } = [];

    /// <summary>What the code under test logged, in order: see <see cref="Sim.LoggerFactory"/>.</summary>
    public IReadOnlyList<SimLogEntry> Log { get; internal init; } = [];

    /// <summary>What the simulation cancelled, in order: see <see cref="Sim.MayCancel(SimFuture, string?)"/>.</summary>
    public IReadOnlyList<InjectedCancellation> Injected { get; internal init; } = [];

    /// <summary>The tasks that were still there at the end and that even cancellation did not end, by path.</summary>
    public IReadOnlyList<string> Stuck { get; internal init; } = [];

    /// <summary>What the run did, step by step: to be written as a page, a table, or data.</summary>
    /// <param name="title">What was run; null for nothing to say.</param>
    /// <exception cref="InvalidOperationException">It was made without <see cref="RunOptions.Trace"/>.</exception>
    public SimTrace ToTrace(string? title = null) => new(TraceMaker.Of(this, title));

    internal IReadOnlyList<string> StuckNames { get; init; } = [];

    /// <summary>Whose each step was, if there is a <see cref="Trace"/>.</summary>
    internal Kernel.StepTracer? Tracer { get; init; }

    internal Scheduler.Recording? Recording { get; init; }

    internal Scheduler.IChooser? Chooser { get; init; }

    /// <summary>Whether the run was given up because its rest was the same as that of one before.</summary>
    internal bool IsRedundant { get; init; }

    /// <summary>By what its steps can be compared with another run's; null if that was not kept.</summary>
    internal IReadOnlyList<Kernel.StepMark>? Marks { get; init; }

    internal Kernel.UserCall? StalledAt { get; init; }

    internal long StalledStep { get; init; }

    internal Kernel.Timeouts Timeouts { get; init; }

    internal IReadOnlyList<int> GivenTimeouts { get; init; } = [];

    /// <summary>Whether a real thread came between, which is no fault of the run's: it is to be made again.</summary>
    internal bool IsSpoiled { get; init; }

    /// <summary>The steps on the pool's side that may have waited for real, unheld.</summary>
    internal IReadOnlyList<long> SlowSteps { get; init; } = [];

    /// <summary>Whether some steps were stopped if they blocked.</summary>
    internal bool WasProbed { get; init; }

    /// <summary>Whether a blocked step was found to be let go when none had run that might have done it.</summary>
    internal bool IsEndedFromOutside { get; init; }

    /// <summary>Whether a step was held at a lock of the framework's own, which a thread of other code may have had.</summary>
    internal bool WasHeldAtInnerLock { get; init; }

    /// <summary>Whether a debugger was attached: what the real clock and real threads had a part in is then not looked into.</summary>
    internal bool IsDebugged { get; init; }

    internal bool DrewRandom { get; init; }

    /// <summary>Between how many steps something could have been cancelled.</summary>
    internal int CancellationPoints { get; init; }
}
