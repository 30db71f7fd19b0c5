using System.Globalization;
using SimAsync.Exploration;

namespace SimAsync;

/// <summary>How far an exploration is: see <see cref="ExploreOptions.Progress"/>.</summary>
public sealed record ExploreProgress
{
    internal ExploreProgress()
    {
    }

    /// <summary>What it is doing.</summary>
    public ExplorePhase Phase { get; internal init; }

    /// <summary>How many runs there were: of the whole, or of this shard.</summary>
    public int Runs { get; internal init; }

    /// <summary>How many there may be at most; null if that is not known.</summary>
    public int? Of { get; internal init; }

    /// <summary>Real time since it began.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>Runs in a second of real time, those that shrink a failure not counted. 0 if no time has passed.</summary>
    public double RunsPerSecond { get; internal init; }

    /// <summary>
    /// How many of the runs went different ways, by their choices: it stands still when a strategy finds nothing new. Exact up to 1,024, from there on an estimate, mostly within 1 %.
    /// </summary>
    public long DistinctSchedules { get; internal init; }

    /// <summary>The strategy.</summary>
    public string Strategy { get; internal init; } = "";

    /// <summary>The strategies that have had runs so far, in the order of their first, if several take turns; otherwise empty.</summary>
    public IReadOnlyList<string> Strategies { get; internal init; } = [];

    /// <summary>How many runs have failed: 0 or 1, because the first that fails is the last.</summary>
    public int Failures { get; internal init; }

    /// <summary>How many runs there were to shrink the failure.</summary>
    public int ShrinkRuns { get; internal init; }

    /// <summary>Whether <see cref="DistinctSchedules"/> is an estimate.</summary>
    internal bool IsEstimate { get; init; }

    /// <summary>
    /// Shows the progress of explorations that take longer than two seconds: on a terminal in one line, which is drawn anew at most twice a second, and otherwise in a line every ten seconds; at the
    /// end a summary.
    /// </summary>
    /// <param name="writer">Where to: <see cref="Console.Error"/>, say.</param>
    /// <param name="isTerminal">Whether that is a terminal: <c>!Console.IsErrorRedirected</c>.</param>
    /// <returns>What <see cref="ExploreOptions.Progress"/> takes. For one exploration at a time.</returns>
    public static Action<ExploreProgress> To(TextWriter writer, bool isTerminal = false) => new ProgressDisplay(writer ?? throw new ArgumentNullException(nameof(writer)), isTerminal).Show;

    /// <summary>One line.</summary>
    public override string ToString()
    {
        string count = Phase == ExplorePhase.Exploring && Of is { } of ? $"{Number(Runs)} of {Number(of)} runs" : $"{Number(Runs)} {(Runs == 1 ? "run" : "runs")}";
        string time = Phase == ExplorePhase.Ended ? string.Create(CultureInfo.InvariantCulture, $" in {Elapsed.TotalSeconds:0.0} s") : "";
        string distinct = $"{(IsEstimate ? "about " : "")}{Number(DistinctSchedules)} distinct {(DistinctSchedules == 1 ? "schedule" : "schedules")}";
        string failed = (Phase, Failures) switch
        {
            (_, 0) => "no failure",
            (ExplorePhase.Shrinking, _) => $"1 failure, shrinking: {Number(ShrinkRuns)} {(ShrinkRuns == 1 ? "run" : "runs")}",
            _ => $"1 failure{(ShrinkRuns == 0 ? "" : $", shrunk in {Number(ShrinkRuns)} {(ShrinkRuns == 1 ? "run" : "runs")}")}",
        };
        return $"{count}{time}, {Number((long)RunsPerSecond)} a second, {distinct}, {failed}; {How(Strategy, Strategies)}";
    }

    /// <summary>A strategy, and after it those that take turns in it.</summary>
    internal static string How(string strategy, IReadOnlyList<string> strategies) => strategies.Count == 0 ? strategy : $"{strategy} ({string.Join(' ', strategies)})";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
