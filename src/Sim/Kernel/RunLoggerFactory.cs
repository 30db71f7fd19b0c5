using Microsoft.Extensions.Logging;

namespace SimAsync.Kernel;

/// <summary>What <c>Sim.LoggerFactory</c> is: its loggers log into the run, and on to the run's own factory if it has one.</summary>
internal sealed class RunLoggerFactory : ILoggerFactory
{
    public static readonly RunLoggerFactory Instance = new();

    private readonly LoggerExternalScopeProvider scopes = new();

    public ILogger CreateLogger(string categoryName) => new RunLogger(categoryName, () => scopes, static loop => loop?.OwnLoggers);

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("Sim.LoggerFactory logs into the run alone, and to RunOptions.LoggerFactory. To log elsewhere too, give that one a provider, or make a SimLoggerFactory of your own.");

    public void Dispose()
    {
    }
}
