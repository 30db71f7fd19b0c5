using Microsoft.Extensions.Logging;

namespace SimAsync.Tests.Kernel;

/// <summary>A provider that keeps what it hears, with the scopes as they are: looked at later, as some do.</summary>
internal sealed class HeardLog : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    public List<Entry> Entries { get; } = [];

    /// <summary>What is done where something is logged.</summary>
    public Action? OnLog { get; set; }

    public IEnumerable<string> Lines => Entries.Select(static entry => $"{entry.Level} {entry.Event.Id} {entry.Event.Name}: {entry.Message}");

    public static ILoggerFactory Factory(HeardLog heard, LogLevel least = LogLevel.Trace) =>
        LoggerFactory.Create(builder => builder.AddProvider(heard).SetMinimumLevel(least));

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose()
    {
    }

    internal sealed record Entry(string Category, LogLevel Level, EventId Event, string Message, IReadOnlyList<object?> Scopes)
    {
        /// <summary>What the scopes say, the innermost last.</summary>
        public IReadOnlyDictionary<string, object?> Values => Scopes.OfType<IEnumerable<KeyValuePair<string, object?>>>().SelectMany(static scope => scope)
            .Where(static pair => pair.Key != "{OriginalFormat}").ToDictionary();
    }

    private sealed class Logger(HeardLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            log.OnLog?.Invoke();
            List<object?> around = [];
            log.scopes.ForEachScope(static (scope, all) => all.Add(scope), around);
            log.Entries.Add(new Entry(category, logLevel, eventId, formatter(state, exception), around));
        }
    }
}
