using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SimAsync.Exploration;

namespace SimAsync.Cli;

/// <summary>What came of exploring one graph, for people and for programs.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Options">How it was explored.</param>
/// <param name="Report">What came of it.</param>
internal sealed record Exploration(FileGraph Graph, ExploreOptions Options, ExploreReport Report)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int Code => Report.Failure switch
    {
        null => ExitCode.Success,
        { Exception: SimulationBugException } => ExitCode.Bug,
        _ => ExitCode.Failure,
    };

    /// <summary>One line. Every field is always there; those that tell of a failure are null without one.</summary>
    public string ToJson()
    {
        SimulationFailure? failure = Report.Failure;
        return new JsonObject
        {
            ["name"] = Graph.Graph.Name,
            ["line"] = Graph.Line,
            ["strategy"] = Options.Strategy.Name,
            ["seed"] = Options.Seed,
            ["runs"] = Report.Runs,
            ["found"] = failure is not null,
            ["run"] = failure?.Run,
            ["deviations"] = failure?.Deviations,
            ["replayCode"] = failure?.ReplayCode,
            ["steps"] = failure?.Steps,
            ["exception"] = failure is null ? null : new JsonObject
            {
                ["type"] = GraphSimulation.NameOf(failure.Exception),
                ["message"] = failure.Exception.Message,
            },
            ["complete"] = Report.Complete,
            ["shrinkRuns"] = failure?.ShrinkRuns,
            ["deviationsFound"] = failure?.DeviationsFound,
            ["reproducible"] = failure?.IsReproducible,
            ["runLimit"] = Options.Runs,
            ["maxSteps"] = Options.MaxSteps,
            ["shards"] = ToJson(Report.Shards),
            ["corpusPlace"] = failure?.CorpusPlace,
            ["interleavings"] = Report.Coverage?.Interleavings,
            ["classes"] = Report.Coverage?.Classes,
        }.ToJsonString(Relaxed);
    }

    /// <summary>A list of texts; null if there are none, for the whole exploration.</summary>
    public static JsonArray? ToJson(IReadOnlyList<Shard> shards) => shards.Count == 0 ? null : [.. shards.Select(static shard => JsonValue.Create(shard.ToString()))];

    /// <summary>One line if no run failed; otherwise the failure's message, whose last line has the command that plays it again.</summary>
    /// <param name="file">The file that the graph is from.</param>
    /// <param name="isOneOfSeveral">Whether the file has others.</param>
    public string ToText(string file, bool isOneOfSeveral)
    {
        string how = $"({Options.Strategy.Name}, seed {Options.Seed}{string.Concat(Report.Shards.Select(static shard => $", shard {shard}"))})";
        string runs = string.Create(CultureInfo.InvariantCulture, $"{Report.Runs:N0} {(Report.Runs == 1 ? "run" : "runs")}");
        if (Report.Failure is not { } failure)
        {
            return $"{Graph.Title}: {runs}, and none failed {how}{Report.Covered}.";
        }

        // Ours of asyncio's exceptions have a message of their own that begins otherwise; a graph's begins with the name.
        string name = GraphSimulation.NameOf(failure.Exception);
        string message = FailureText.Head(failure.Exception);
        string which = failure.CorpusPlace is { } place ? $"a kept run failed again ({place})" : string.Create(CultureInfo.InvariantCulture, $"run {failure.Run:N0} failed {how}");
        string command = $"simasync graph replay {Quoted(file)} {failure.ReplayCode}{(isOneOfSeveral ? $" --line {Graph.Line}" : "")}{(Options.MaxSteps == new ExploreOptions().MaxSteps ? "" : $" --max-steps {Options.MaxSteps}")}";
        return FailureText.Of(
            $"{Graph.Title}: {which}: {(message.StartsWith(name, StringComparison.Ordinal) ? message : $"{name}: {message}")}",
            $"  {failure.Extent}.{(failure.IsReproducible ? "" : "\n  [SimAsync bug] Playing it again gave something else.")}",
            failure.TraceFor(Graph.Title, command)?.Document,
            [$"  Play it again: {command}"]);
    }

    private static string Quoted(string file) =>
        file.Length > 0 && file.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '\\' or ':' or '+' or '@')
            ? file
            : $"'{file.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
