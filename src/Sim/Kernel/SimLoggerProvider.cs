using Microsoft.Extensions.Logging;
using SimAsync.Kernel;

namespace SimAsync;

/// <summary>
/// Lets the code under test log into the run that it belongs to: stamped with virtual time, step and task, and kept in <c>RunReport.Log</c>. For code that builds its
/// own logger factory (<c>builder.AddProvider(new SimLoggerProvider())</c>); to code that is handed one, hand <c>Sim.LoggerFactory</c>, or a <see cref="SimLoggerFactory"/> for loggers of your own.
/// </summary>
/// <remarks>One serves any number of runs. What is logged outside a run is dropped, and so is what is logged in the runs of an exploration before the one that is reported.</remarks>
public sealed class SimLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new RunLogger(categoryName, () => scopes, static _ => null);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    /// <summary>Nothing is to be disposed of.</summary>
    public void Dispose()
    {
    }
}
