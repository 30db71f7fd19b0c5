using System.Globalization;
using Microsoft.Extensions.Logging;
using SimAsync.Kernel;

namespace SimAsync.Exploration;

/// <summary>Logs what becomes of an exploration, for who hears <see cref="LogLevel.Information"/>.</summary>
internal sealed class ExplorationLog
{
    private readonly ExploreOptions options;
    private readonly ILogger? logger;

    public ExplorationLog(ExploreOptions options)
    {
        this.options = options;
        ILogger? own = options.LoggerFactory?.CreateLogger(SimEvents.Category);
        logger = own?.IsEnabled(LogLevel.Information) == true ? own : null;
    }

    public void Begin()
    {
        if (logger is not null)
        {
            SimEvents.ExplorationBegan(logger, options.Runs, options.Strategy.Name, options.Seed);
        }
    }

    public void Found(int run, RunReport report)
    {
        if (logger is not null)
        {
            SimEvents.FailureFound(logger, run + 1, report.Deviations, $"{report.Exception!.GetType().Name}: {report.Exception.Message}");
        }
    }

    public void Shrunk(SimulationFailure failure)
    {
        if (logger is not null && failure.ShrinkRuns > 0)
        {
            SimEvents.FailureShrunk(logger, failure.Run, failure.Deviations, failure.ShrinkRuns, failure.ReplayCode);
        }
    }

    public ExploreReport End(ExploreReport report)
    {
        if (logger is not null)
        {
            SimEvents.ExplorationEnded(logger, report.Failure is { } failure
                ? string.Create(CultureInfo.InvariantCulture, $"{report.Runs} runs, and {(failure.CorpusPlace is null ? $"run {failure.Run}" : "a kept run")} failed")
                : report.ToString());
        }

        return report;
    }
}
