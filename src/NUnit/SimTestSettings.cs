using System.Globalization;
using NUnit.Framework;

namespace SimAsync.NUnit;

/// <summary>How a test is explored: as its attribute says, unless the runsettings file or the environment say otherwise.</summary>
internal sealed class SimTestSettings
{
    private const string Prefix = "SIMASYNC_";
    private const string DefaultTraces = "simasync-traces";

    private readonly Func<string, string?> environment;
    private readonly Func<string, string?> parameter;

    private SimTestSettings(SimTestAttribute attribute, Func<string, string?> environment, Func<string, string?> parameter)
    {
        (this.environment, this.parameter) = (environment, parameter);
        Replay = Given("Replay", out _) ?? attribute.Replay;
        Traces = (Given("Traces", out _) ?? DefaultTraces) is var folder and not "none" ? Path.Combine(TestContext.CurrentContext.WorkDirectory, folder) : null;
        ShowsProgress = Given("Progress", out string progressFrom) switch
        {
            null or "on" => true,
            "off" => false,
            var text => throw new FormatException($"{progressFrom}: 'on' or 'off' is needed, found '{text}'."),
        };
        Shard? shard = null;
        if (Given("Shard", out string shardFrom) is { } part)
        {
            try
            {
                shard = part == "auto" ? Shard.FromEnvironment() : Shard.Parse(part);
            }
            catch (FormatException e) when (part != "auto")
            {
                throw new FormatException($"{shardFrom}: {e.Message} Or 'auto', for what the engine's variables say.", e);
            }
        }

        (long? breakAtStep, int breakAtDeviations) = Given("Break", out string breakFrom) is { } at ? BreakOf(at, breakFrom)
            : (attribute.BreakAtStep == 0 ? null : attribute.BreakAtStep, attribute.BreakAtDeviations);
        string strategy = Given("Strategy", out string strategyFrom) ?? attribute.Strategy;
        try
        {
            Options = new ExploreOptions
            {
                Runs = Number("Runs", attribute.Runs),
                Seed = Number("Seed", attribute.Seed),
                MaxSteps = Number("MaxSteps", attribute.MaxSteps),
                MaxTime = attribute.MaxTimeMilliseconds == 0 ? null : TimeSpan.FromMilliseconds(attribute.MaxTimeMilliseconds),
                Strategy = Strategy.Parse(strategy),
                Shard = shard,
                Corpus = Given("Corpus", out _) ?? attribute.Corpus,
                Shrink = attribute.Shrink,
                NoUnobservedExceptions = attribute.NoUnobservedExceptions,
                LivelockSteps = attribute.LivelockSteps == 0 ? null : attribute.LivelockSteps,
                DeterminismSample = attribute.DeterminismSample,
                NoTasksLeft = !attribute.AllowTasksLeft,
                NoMethodsLeft = attribute.InjectCancellation && !attribute.AllowTasksLeft,
                NoLocksHeld = attribute.InjectCancellation,
                CancellationSweep = SweepOf(attribute),
                ForeignThreads = attribute.ForeignThreads,
                BreakAtStep = breakAtStep,
                BreakAtDeviations = breakAtDeviations,
            };
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"{attribute.Name} cannot run so: {e.Message}", e);
        }
        catch (FormatException e) when (e.Message.StartsWith("There is no strategy", StringComparison.Ordinal))
        {
            throw new FormatException($"{strategyFrom}: {e.Message}", e);
        }
    }

    private static (long? Step, int Deviations) BreakOf(string text, string from) => text switch
    {
        "deviation" => (null, 1),
        "deviations" => (null, int.MaxValue),
        _ when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long step) && step > 0 => (step, 0),
        _ => throw new FormatException($"{from}: the number of a step is needed, from 1, or 'deviation' for the first deviation, or 'deviations' for each; found '{text}'."),
    };

    private static CancellationSweep SweepOf(SimTestAttribute attribute) => (attribute.CancelEvery, attribute.CancelSample) switch
    {
        (0, 0) => CancellationSweep.None,
        (var every, 0) => CancellationSweep.Every(every),
        (1, var count) => CancellationSweep.Sample(count),
        _ => throw new ArgumentException("CancelEvery and CancelSample are set both: a sample is of all points."),
    };

    /// <summary>The options of the exploration.</summary>
    public ExploreOptions Options { get; }

    /// <summary>Whether it is shown how far a test is that takes long.</summary>
    public bool ShowsProgress { get; }

    /// <summary>The code of the one interleaving that is to run; null for an exploration.</summary>
    public string? Replay { get; }

    /// <summary>The folder in which the traces of failures are written; null for nowhere.</summary>
    public string? Traces { get; }

    /// <summary>Of the present process.</summary>
    public static SimTestSettings Of(SimTestAttribute attribute) =>
        new(attribute, Environment.GetEnvironmentVariable, static name => TestContext.Parameters.Get(name));

    /// <summary>A number of the environment's or the runsettings file's; otherwise the given one.</summary>
    /// <exception cref="FormatException">What stands there is no number.</exception>
    public T Number<T>(string name, T otherwise)
        where T : struct, IParsable<T> => Given(name, out string where) is not { } text ? otherwise
            : T.TryParse(text, CultureInfo.InvariantCulture, out T value) ? value
            : throw new FormatException($"{where}: a whole number is needed, found '{text}'.");

    private string? Given(string name, out string where)
    {
        where = Prefix + name.ToUpperInvariant();
        if (environment(where) is { Length: > 0 } variable)
        {
            return variable;
        }

        where = $"the test run parameter SimAsync.{name}";
        return parameter($"SimAsync.{name}") is { Length: > 0 } value ? value : null;
    }
}
