using System.Text;
using Microsoft.Extensions.Logging;

namespace SimAsync.Kernel;

/// <summary>A logger of the code under test: keeps what is logged with the run, and hands it on, in a scope that says where in the run it was.</summary>
/// <param name="category">Its category.</param>
/// <param name="scopes">The scopes that the code has begun, for what is kept.</param>
/// <param name="next">The factory to hand on to, in a run or, with null, outside; null for none.</param>
internal sealed class RunLogger(string category, Func<IExternalScopeProvider> scopes, Func<SimLoop?, ILoggerFactory?> next) : ILogger
{
    // The one that was asked last, and its logger: mostly there is but one.
    private Pair? last;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        IDisposable kept = scopes().Push(state);
        return Next(SimLoop.Current)?.BeginScope(state) is { } handedOn ? new Both(kept, handedOn) : kept;
    }

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None
        && (SimLoop.Current is { Log: not null } || Heard(SimLoop.Current)?.IsEnabled(logLevel) == true);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel == LogLevel.None)
        {
            return;
        }

        SimLoop? loop = SimLoop.Current;
        if (loop?.Log is { } log)
        {
            var message = new StringBuilder();
            scopes().ForEachScope(static (scope, text) => text.Append(scope).Append(" => "), message);
            message.Append(formatter(state, exception));
            log.Add(new SimLogEntry(
                loop.Time, loop.StepCount, loop.CurrentTask?.ToString() ?? loop.CurrentPath.ToString(), category, logLevel, eventId, message.ToString(), exception));
        }

        if (Heard(loop) is not { } heard || !heard.IsEnabled(logLevel))
        {
            return;
        }

        if (loop is null)
        {
            heard.Log(logLevel, eventId, state, exception, formatter);
            return;
        }

        loop.TellEvents();
        StepScope here = loop.ScopeOfStep();
        using (SimLoop.StepOut())
        using (heard.BeginScope(here))
        {
            heard.Log(logLevel, eventId, state, exception, formatter);
        }
    }

    private ILogger? Heard(SimLoop? loop) => loop is { IsMute: true } ? null : Next(loop);

    private ILogger? Next(SimLoop? loop)
    {
        if (next(loop) is not { } factory)
        {
            return null;
        }

        if (last is { } known && ReferenceEquals(known.Factory, factory))
        {
            return known.Logger;
        }

        using SimLoop.OutsideCode outside = SimLoop.StepOut();
        var made = new Pair(factory, factory.CreateLogger(category));
        last = made;
        return made.Logger;
    }

    private sealed record Pair(ILoggerFactory Factory, ILogger Logger);

    private sealed class Both(IDisposable first, IDisposable second) : IDisposable
    {
        public void Dispose()
        {
            second.Dispose();
            first.Dispose();
        }
    }
}
