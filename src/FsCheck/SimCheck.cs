using FsCheck;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;
using SimAsync.FsCheck.Properties;

namespace SimAsync.FsCheck;

/// <summary>Checks properties with FsCheck, and tells all that came of it.</summary>
public static class SimCheck
{
    private static readonly Replay Fixed = new(new Rnd(0), FSharpOption<int>.None);

    /// <summary>Checks a property. Throws nothing of the property's.</summary>
    /// <param name="property">The property: of <see cref="SimProp"/>, or one that is made of several such.</param>
    /// <param name="config">
    /// FsCheck's configuration: how many inputs, of what sizes. Null for FsCheck's defaults: 100 inputs, up to 1000 rejected, sizes from 1 to 100. Its runner is told of all, but FsCheck's own, which prints
    /// to the console, not of the result: that is the report's.
    /// </param>
    /// <remarks>Without a <see cref="Config.Replay"/> the inputs are the same each time: they hang on <see cref="RunOptions.Seed"/> alone. A test that fails now and then, with nothing changed, is none to rely on.</remarks>
    /// <exception cref="InputException">There is no input to check with.</exception>
    /// <exception cref="ArgumentException">The configuration has a number that makes no sense.</exception>
    public static SimCheckReport Run(Property property, Config? config = null)
    {
        ArgumentNullException.ThrowIfNull(property);
        var runner = new Relay(config?.Runner);
        config = Checked(config ?? Config.Quick);
        CheckTally? outer = CheckTally.Current;
        var tally = new CheckTally();
        CheckTally.Current = tally;
        try
        {
            Check.One(config.WithReplay(config.Replay ?? Fixed).WithRunner(runner), property);
            SimCheckReport report = new(runner.Result!, tally.Runs, tally.Notes);
            return report.Exception is InputException exception ? throw new InputException(exception.Message, exception) : report;
        }
        finally
        {
            CheckTally.Current = outer;
        }
    }

    /// <summary>Checks a property, and throws if it does not hold, or if too few inputs fulfil its conditions.</summary>
    /// <inheritdoc cref="Run(Property, Config?)" path="/param|/remarks|/exception"/>
    /// <exception cref="SimPropertyFailedException">It does not hold.</exception>
    public static void One(Property property, Config? config = null) => Run(property, config).ThrowIfFailed();

    // FsCheck takes any number, and with some of them never ends.
    private static Config Checked(Config config)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(config.MaxTest, 1, nameof(Config.MaxTest));
        ArgumentOutOfRangeException.ThrowIfLessThan(config.MaxRejected, 1, nameof(Config.MaxRejected));
        ArgumentOutOfRangeException.ThrowIfNegative(config.StartSize, nameof(Config.StartSize));
        ArgumentOutOfRangeException.ThrowIfNegative(config.EndSize, nameof(Config.EndSize));
        return config;
    }

    // Keeps the result, and tells the user's own runner too.
    private sealed class Relay(IRunner? next) : IRunner
    {
        public TestResult? Result { get; private set; }

        public void OnStartFixture(Type value) => next?.OnStartFixture(value);

        public void OnArguments(int ntest, FSharpList<object> args, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every) => next?.OnArguments(ntest, args, every);

        public void OnShrink(FSharpList<object> args, FSharpFunc<FSharpList<object>, string> everyShrink) => next?.OnShrink(args, everyShrink);

        public void OnFinished(string name, TestResult result)
        {
            Result = result;

            // FsCheck's own runner prints what the report says.
            if (!ReferenceEquals(next, Runner.consoleRunner))
            {
                next?.OnFinished(name, result);
            }
        }
    }
}
