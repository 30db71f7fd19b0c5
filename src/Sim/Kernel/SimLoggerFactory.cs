using Microsoft.Extensions.Logging;

namespace SimAsync.Kernel;

/// <summary>A factory of the loggers of one <see cref="SimLoggerProvider"/>, for code that wants a factory and not a provider.</summary>
internal sealed class SimLoggerFactory : ILoggerFactory
{
    public static readonly SimLoggerFactory Instance = new();

    private readonly SimLoggerProvider provider = new();

    public ILogger CreateLogger(string categoryName) => provider.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("Sim.LoggerFactory logs into the run alone. To log elsewhere too, make a factory and add a SimLoggerProvider to it.");

    public void Dispose()
    {
    }
}
