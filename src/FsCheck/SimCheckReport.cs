using FsCheck;

namespace SimAsync.FsCheck;

/// <summary>What came of checking a property.</summary>
public sealed class SimCheckReport
{
    internal SimCheckReport(TestResult result, long runs, IReadOnlyList<string> notes)
    {
        (Result, Runs, Notes) = (result, runs, notes);
        Exception = result is TestResult.Failed { Item4: Outcome.Failed outcome } ? outcome.Item : null;
        Tests = (result switch
        {
            TestResult.Passed passed => passed.Item1,
            TestResult.Failed failed => failed.Item1,
            TestResult.Exhausted exhausted => exhausted.Item,
            _ => throw new ArgumentException($"FsCheck has a result that this version does not know: {result}", nameof(result)),
        }).NumberOfTests;
    }

    /// <summary>FsCheck's own result.</summary>
    public TestResult Result { get; }

    /// <summary>How many inputs were tried, those that were rejected, and those of shrinking, not counted.</summary>
    public int Tests { get; }

    /// <summary>How many interleavings there were, over all inputs; those of shrinking the input are included, and those of shrinking the interleaving are not.</summary>
    public long Runs { get; }

    /// <summary>Whether more inputs were rejected than may be, so that too few were tried. It counts as failed.</summary>
    public bool IsExhausted => Result.IsExhausted;

    /// <summary>What the property failed with, if it did: of one of <see cref="SimProp"/>'s, a <see cref="SimPropertyFailedException"/>. Null if it did not.</summary>
    public Exception? Exception { get; }

    /// <summary>The failing input and interleaving; null if none failed.</summary>
    public SimPropertyFailure? Failure => (Exception as SimPropertyFailedException)?.Failure;

    /// <summary>What there is to say beside that: a shrinker that failed, a replay that passed.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Throws if the property does not hold, or too few inputs were tried.</summary>
    /// <exception cref="SimPropertyFailedException">It does not hold, for some input in some interleaving.</exception>
    /// <exception cref="InvalidOperationException">Too few inputs were tried, or another part of the property failed.</exception>
    public void ThrowIfFailed()
    {
        if (Failure is { } failure)
        {
            throw new SimPropertyFailedException(failure);
        }

        if (!Result.IsPassed)
        {
            throw new InvalidOperationException(ToString(), Exception);
        }
    }

    /// <summary>As FsCheck tells it, or the failure's message; and the notes.</summary>
    public override string ToString() =>
        (Failure is { } failure ? $"{Falsifiable}\n{failure}" : Told) + string.Concat(Notes.Select(static note => $"\n{note}"));

    /// <summary>After how many inputs it failed.</summary>
    internal string Falsifiable => $"Falsifiable, after {Tests} test{(Tests == 1 ? "" : "s")} in {Runs} runs.";

    private string Told => $"{Runner.onFinishedToString("", Result).ReplaceLineEndings("\n").TrimEnd()}{(Result.IsPassed ? $"\nIn {Runs} runs." : "")}";
}
