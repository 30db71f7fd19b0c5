using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Logging;

namespace SimAsync;

/// <summary>
/// Lets the code under test log into the run that it belongs to: stamped with virtual time, step and task, and kept in <c>RunReport.Log</c>. For code that builds its
/// own logger factory (<c>builder.AddProvider(new SimLoggerProvider())</c>); to code that is handed one, hand <c>Sim.LoggerFactory</c>.
/// </summary>
/// <remarks>One serves any number of runs. What is logged outside a run is dropped, and so is what is logged in the runs of an exploration before the one that is reported.</remarks>
public sealed class SimLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    /// <summary>Nothing is to be disposed of.</summary>
    public void Dispose()
    {
    }

    private sealed class Logger(SimLoggerProvider provider, string category) : ILogger
    {
        [SuppressMessage("Design", "CA1033", Justification = "A logger is used by its interface.")]
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => provider.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && SimLoop.Current is { Log: not null };

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            SimLoop loop = SimLoop.Current!;
            var message = new StringBuilder();
            provider.scopes.ForEachScope(static (scope, text) => text.Append(scope).Append(" => "), message);
            message.Append(formatter(state, exception));
            loop.Log!.Add(new SimLogEntry(
                loop.Time, loop.StepCount, loop.CurrentTask?.ToString() ?? loop.CurrentPath.ToString(), category, logLevel, eventId, message.ToString(), exception));
        }
    }
}
