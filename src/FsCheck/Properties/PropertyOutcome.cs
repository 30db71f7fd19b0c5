using FsCheck;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace SimAsync.FsCheck.Properties;

/// <summary>What a property came to that a test returned.</summary>
/// <param name="Exception">What it failed with; null if it did not.</param>
/// <param name="IsRejected">Whether its condition did not hold.</param>
/// <param name="Stamps">How it classifies the input.</param>
/// <param name="Labels">The labels of the parts that failed.</param>
/// <param name="Arguments">What it drew itself.</param>
internal sealed record PropertyOutcome(Exception? Exception, bool IsRejected, IReadOnlyList<string> Stamps, IReadOnlyList<string> Labels, IReadOnlyList<object?> Arguments)
{
    public static PropertyOutcome Passed { get; } = new(null, false, [], [], []);

    public static PropertyOutcome Rejected { get; } = Passed with { IsRejected = true };

    /// <summary>Checks it with FsCheck, once. What it draws hangs on the input's seed.</summary>
    public static PropertyOutcome Of(Property property, InputAddress address, IReadOnlyList<Type> arbitraries)
    {
        var runner = new Once();
        Check.One(
            Config.Quick.WithMaxTest(1).WithMaxRejected(1).WithArbitrary(arbitraries).WithRunner(runner)
                .WithReplay(new Replay(new Rnd(address.Seed), FSharpOption<int>.Some(address.Size))),
            property);
        return runner.Outcome!;
    }

    private static Exception Plain(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var only] } => Plain(only),

        // What FsCheck makes of a false one, and never throws.
        { StackTrace: null, Message: "Expected true, got false." } => new FalsifiedException(exception.Message),
        _ => exception,
    };

    private sealed class Once : IRunner
    {
        public PropertyOutcome? Outcome { get; private set; }

        public void OnStartFixture(Type value)
        {
        }

        public void OnArguments(int ntest, FSharpList<object> args, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every)
        {
        }

        public void OnShrink(FSharpList<object> args, FSharpFunc<FSharpList<object>, string> everyShrink)
        {
        }

        public void OnFinished(string name, TestResult result) => Outcome = result switch
        {
            TestResult.Failed failed => new PropertyOutcome(Plain(((Outcome.Failed)failed.Item4).Item), false, [], [.. failed.Item1.Labels], [.. failed.Item3]),
            TestResult.Exhausted => Rejected,
            TestResult.Passed passed => Passed with { Stamps = [.. passed.Item1.Stamps.SelectMany(static stamp => stamp.Item2)] },
            _ => Passed,
        };
    }
}
