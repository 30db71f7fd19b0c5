using System.Text;
using Microsoft.Extensions.Logging;

namespace SimAsync.Examples.Docs;

/// <summary>The code in docs/logging.md.</summary>
public sealed class LoggingSnippets
{
    [Test]
    public void Scopes_OfOnesOwnLoggers_SayWhere() => Assert.That(Lines(), Does.Contain("Shop.Till: Sold a hat").And.Contain("Task: root, Step: "));

    [Test]
    public void Steps_OfARun_AreLogged()
    {
        var lines = new StringBuilder();
        Steps(new LineProvider(lines));
        Assert.That(lines.ToString(), Does.Contain("The run has ended: it passed"));
    }

    /// <summary>What is logged, line by line. A run that is made again logs again, so it is what the last attempt logged: two lines.</summary>
    internal static string Lines()
    {
        var lines = new StringBuilder();
        Own(new LineProvider(lines));
        return string.Join(Environment.NewLine, lines.ToString().Trim().Split(Environment.NewLine)[^2..]);
    }

    private static void Own(ILoggerProvider provider)
    {
        // docs: logging-own
        using ILoggerFactory own = LoggerFactory.Create(builder => builder.AddProvider(provider)); // The console, say.
        using var loggers = new SimLoggerFactory(own);

        Simulation.Run(async () =>
        {
            ILogger log = loggers.CreateLogger("Shop.Till");
            using (log.BeginScope("order {Order}", 3))
            {
                await Task.WhenAll(Sell("a hat", 20), Sell("a coat", 10));
            }

            async Task Sell(string item, int milliseconds)
            {
                await Task.Delay(milliseconds);
                log.LogInformation("Sold {Item}", item);
            }
        });
        // docs end
    }

    private static void Steps(ILoggerProvider provider)
    {
        // docs: logging-steps
        using ILoggerFactory own = LoggerFactory.Create(builder => builder.AddProvider(provider).AddFilter("SimAsync", LogLevel.Trace));
        Simulation.Run(async () => await Task.Delay(10), new RunOptions { LoggerFactory = own });
        // docs end
    }

    private sealed class LineProvider(StringBuilder lines) : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

        public void Dispose()
        {
        }

        private sealed class Logger(LineProvider provider, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => provider.scopes.Push(state);

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                provider.scopes.ForEachScope((scope, text) => text.Append(scope is IEnumerable<KeyValuePair<string, object?>> pairs
                    ? string.Join(", ", pairs.Where(static pair => pair.Key != "{OriginalFormat}").Select(static pair => $"{pair.Key}: {pair.Value}"))
                    : scope).Append(" => "), provider.Text);
                provider.Text.Append(category).Append(": ").AppendLine(formatter(state, exception));
            }
        }

        private StringBuilder Text => lines;
    }
}
