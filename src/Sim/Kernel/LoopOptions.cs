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

    public bool KeepLog { get; init; }

    public bool EagerTasks { get; init; }

    public bool RaiseOnRings { get; init; }

    public bool HoldPoolWaits { get; init; }

    /// <summary>Whether each step that the pool would run is stopped at once if it blocks its thread, unless such waits are held.</summary>
    public bool ProbePoolWaits { get; init; }

    /// <summary>Whether to look at the real clock when a step begins: see <see cref="Timeouts"/>.</summary>
    public bool MeasureSteps { get; init; }

    public StallPatience Patience { get; init; }

    public bool ForeignThreads { get; init; }

    public TimeSpan ForeignWait { get; init; } = TimeSpan.FromSeconds(10);

    public ILogger? Logger { get; init; }
}
