using Microsoft.Extensions.Logging;
using SimAsync.Scheduler;

namespace SimAsync.Kernel;

/// <summary>What a loop is made with: one run's settings, already checked.</summary>
internal sealed class LoopOptions
{
    public required IChooser Chooser { get; init; }

    public Recording? Recording { get; init; }

    public ulong Seed { get; init; }

    public long MaxSteps { get; init; } = long.MaxValue;

    public long MaxTicks { get; init; } = long.MaxValue;

    public bool Debug { get; init; }

    public bool Trace { get; init; }

    /// <summary>Whether it is one of an exploration's runs, and not the one that is reported: nothing is logged, and no debugger breaks.</summary>
    public bool IsTrial { get; init; }

    public bool EagerTasks { get; init; }

    public bool RaiseOnRings { get; init; }

    public bool HoldPoolWaits { get; init; }

    /// <summary>The steps, of those that the pool would run, that are stopped at once if they block their thread, unless such waits are held.</summary>
    public IReadOnlySet<long>? ProbedSteps { get; init; }

    /// <summary>Whether to look at the real clock when a step begins: see <see cref="Timeouts"/>.</summary>
    public bool MeasureSteps { get; init; }

    public StallPatience Patience { get; init; }

    /// <summary>Whether what is ready when main has ended is to run until it rests.</summary>
    public bool SettlesAtEnd { get; init; }

    /// <summary>Whether the framework keeps its list of suspended methods for this run, from its beginning.</summary>
    public bool ListsMethods { get; init; }

    /// <summary>Whether to keep which locks were acquired.</summary>
    public bool NotesLocks { get; init; }

    public bool ForeignThreads { get; init; }

    public TimeSpan ForeignWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What steps may cost in virtual time; null for nothing.</summary>
    public StepCost? StepCost { get; init; }

    /// <summary>At how many points a run is thought to be open to cancellation; 0 if that is not known.</summary>
    public int CancellationPoints { get; init; }

    /// <summary>How many steps without progress are looked into; null for never.</summary>
    public int? LivelockSteps { get; init; }

    /// <summary>Whether to keep a <see cref="StepMark"/> of each step.</summary>
    public bool KeepMarks { get; init; }

    /// <summary>At which step the debugger is to break; null for none.</summary>
    public long? BreakAtStep { get; init; }

    /// <summary>At how many deviations the debugger is to break: the first so many.</summary>
    public int BreakAtDeviations { get; init; }

    /// <summary>Whether what is logged in one of an exploration's runs is handed on all the same.</summary>
    public bool LogsTrials { get; init; }

    /// <summary>Where what the code under test logs is handed on to; null for nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Where the simulation logs; null for nowhere.</summary>
    public ILogger? Logger { get; init; }
}
