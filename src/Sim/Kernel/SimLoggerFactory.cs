using Microsoft.Extensions.Logging;
using SimAsync.Kernel;

namespace SimAsync;

/// <summary>
/// The loggers of a factory of your own, for the code under test. What they log inside a run has a scope with <c>Task</c>, <c>Step</c> and <c>Time</c>, and is in <see cref="RunReport.Log"/> too. Of an
/// exploration's runs only the one that is reported logs, unless <see cref="ExploreOptions.LogEveryRun"/> says otherwise. Outside a run they are your factory's own.
/// </summary>
/// <remarks>
/// The scope is begun when something is logged that your factory does not filter out, so that otherwise it costs nothing. While your providers do their work the code is outside the simulation: what they send to
/// the thread pool, and locks that they wait for, are no steps of the run.
/// </remarks>
/// <param name="own">Your factory. It is not disposed of with this one.</param>
public sealed class SimLoggerFactory(ILoggerFactory own) : ILoggerFactory
{
    private readonly ILoggerFactory own = own ?? throw new ArgumentNullException(nameof(own));
    private readonly LoggerExternalScopeProvider scopes = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new RunLogger(categoryName, () => scopes, _ => own);

    /// <summary>Adds a provider to your factory.</summary>
    public void AddProvider(ILoggerProvider provider) => own.AddProvider(provider);

    /// <summary>Nothing is to be disposed of.</summary>
    public void Dispose()
    {
    }
}
