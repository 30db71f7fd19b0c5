using Microsoft.Extensions.Logging;

namespace SimAsync.Kernel;

/// <summary>
/// What the simulation itself logs, in the category <c>SimAsync</c>. Numbers and names stay as they are: people filter by them. They stand in <c>docs/logging.md</c>.
/// </summary>
internal static partial class SimEvents
{
    public const string Category = "SimAsync";

    // What a run noticed and did not stop for.
    [LoggerMessage(1, LogLevel.Warning, "[{Time}, step {Step}, {Task}] {Message}", EventName = "Warned")]
    public static partial void Warned(ILogger logger, Exception? exception, TimeSpan time, long step, string? task, string message);

    [LoggerMessage(2, LogLevel.Error, "[{Time}, step {Step}, {Task}] {Message}", EventName = "WentWrong")]
    public static partial void WentWrong(ILogger logger, Exception? exception, TimeSpan time, long step, string? task, string message);

    // Explorations.
    [LoggerMessage(10, LogLevel.Information, "An exploration begins: at most {Runs} runs by {Strategy}, seed {Seed}", EventName = "ExplorationBegan")]
    public static partial void ExplorationBegan(ILogger logger, int runs, string strategy, ulong seed);

    [LoggerMessage(11, LogLevel.Information, "The exploration has ended: {Summary}", EventName = "ExplorationEnded")]
    public static partial void ExplorationEnded(ILogger logger, string summary);

    [LoggerMessage(12, LogLevel.Information, "Run {Run} failed, with {Deviations} steps out of order: {Failure}", EventName = "FailureFound")]
    public static partial void FailureFound(ILogger logger, int run, int deviations, string failure);

    [LoggerMessage(13, LogLevel.Information, "The failure of run {Run} was shrunk to {Deviations} steps out of order in {ShrinkRuns} runs: {ReplayCode}", EventName = "FailureShrunk")]
    public static partial void FailureShrunk(ILogger logger, int run, int deviations, int shrinkRuns, string replayCode);

    // Runs.
    [LoggerMessage(20, LogLevel.Debug, "A run begins, with seed {Seed}", EventName = "RunBegan")]
    public static partial void RunBegan(ILogger logger, ulong seed);

    [LoggerMessage(21, LogLevel.Debug, "[{Time}, step {Step}] The run has ended: {Outcome}", EventName = "RunEnded")]
    public static partial void RunEnded(ILogger logger, TimeSpan time, long step, string outcome);

    [LoggerMessage(22, LogLevel.Debug, "The run is made again: the real machine may have had a part in it", EventName = "RunDoubted")]
    public static partial void RunDoubted(ILogger logger);

    // What happens in a run.
    [LoggerMessage(30, LogLevel.Debug, "[{Time}, step {Step}] {Task} was created", EventName = "TaskCreated")]
    public static partial void TaskCreated(ILogger logger, TimeSpan time, long step, string task);

    [LoggerMessage(31, LogLevel.Debug, "[{Time}, step {Step}] {Task} has ended: {Outcome}", EventName = "TaskEnded")]
    public static partial void TaskEnded(ILogger logger, TimeSpan time, long step, string task, string outcome);

    [LoggerMessage(32, LogLevel.Debug, "[{Time}, step {Step}] {Task} was asked to cancel itself: {Message}", EventName = "CancelRequested")]
    public static partial void CancelRequested(ILogger logger, TimeSpan time, long step, string task, string? message);

    [LoggerMessage(33, LogLevel.Debug, "[{Time}, step {Step}] {Task} chose {Answer} of {Count} for {Label}", EventName = "ChoiceMade")]
    public static partial void ChoiceMade(ILogger logger, TimeSpan time, long step, string task, int answer, int count, string label);

    [LoggerMessage(34, LogLevel.Debug, "[{Time}, step {Step}] Time has moved from {Before}", EventName = "TimeMoved")]
    public static partial void TimeMoved(ILogger logger, TimeSpan time, long step, TimeSpan before);

    [LoggerMessage(40, LogLevel.Trace, "[{Time}, step {Step}] {Task}", EventName = "StepRuns")]
    public static partial void StepRuns(ILogger logger, TimeSpan time, long step, string task);

    [LoggerMessage(41, LogLevel.Trace, "[{Time}, step {Step}] {Task} waits for {Awaited}", EventName = "TaskSuspended")]
    public static partial void TaskSuspended(ILogger logger, TimeSpan time, long step, string task, string awaited);
}
