using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SimAsync.Cli;

/// <summary>A line that <c>graph explore --json</c> has printed: see <see cref="Exploration.ToJson()"/>. What it has to have is checked when it is read.</summary>
internal sealed class ReportLine
{
    // What is the same in all shards of an exploration, in the order in which a difference is told.
    private static readonly string[] Common = ["strategy", "seed", "runLimit", "maxSteps"];

    private readonly JsonObject json;

    private ReportLine(string place, JsonObject json)
    {
        (Place, this.json) = (place, json);
        NullOr("name", JsonValueKind.String);
        Name = (string?)json["name"];
        Line = Number("line", 1);
        Text("strategy");
        Field("seed", value => value.TryGetValue(out ulong _), "a whole number from 0");
        Number("runLimit", 1);
        Number("maxSteps", 1);
        Runs = Number("runs", 0);
        IsFound = Truth("found");
        IsComplete = Truth("complete");
        Shards = ReadShards();
        foreach (string field in new[] { "deviations", "steps", "shrinkRuns", "deviationsFound" })
        {
            OfAFailure(field, () => Number(field, 0));
        }

        Run = OfAFailure("run", () => Number("run", 0));
        OfAFailure("replayCode", () => Text("replayCode"));
        OfAFailure("reproducible", () => Truth("reproducible"));
        NullOr("corpusPlace", JsonValueKind.String);
        ExceptionType = OfAFailure("exception", ReadException);
    }

    /// <summary>Where it stands: the file, and the line in it.</summary>
    public string Place { get; }

    public int Line { get; }

    public int Runs { get; }

    public bool IsFound { get; }

    public int Run { get; }

    public bool IsComplete { get; }

    /// <summary>Empty for the whole exploration.</summary>
    public IReadOnlyList<Shard> Shards { get; }

    /// <summary>Null if nothing was found.</summary>
    public string? ExceptionType { get; }

    /// <summary>What a person calls the graph.</summary>
    public string Title => Name ?? $"line {Line}";

    public string? Name { get; }

    /// <summary>Reads a line.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="text">The line.</param>
    /// <exception cref="CliException">It is no such line; the message says which field.</exception>
    public static ReportLine Parse(string place, ReadOnlySpan<byte> text)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });

            // Of a text that is no Unicode, reading tells only when it is asked for.
            node?.ToJsonString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new CliException($"{place}: this is not JSON as graph explore --json prints it: {e.Message}");
        }

        return node is JsonObject json
            ? new ReportLine(place, json)
            : throw new CliException($"{place}: an object is needed, as graph explore --json prints it");
    }

    /// <summary>The field in which two lines are not of one exploration, or null.</summary>
    public string? DifferenceTo(ReportLine other) => Common.FirstOrDefault(field => !JsonNode.DeepEquals(json[field], other.json[field]));

    /// <summary>A field as it stands in the line.</summary>
    public string Raw(string field) => json[field]?.ToJsonString() ?? "null";

    /// <summary>The line with what is known of all shards, in the order of its fields.</summary>
    public JsonObject With(int runs, bool complete, IReadOnlyList<Shard> shards)
    {
        var merged = (JsonObject)json.DeepClone();
        merged["runs"] = runs;
        merged["complete"] = complete;
        merged["shards"] = Exploration.ToJson(shards);
        return merged;
    }

    private List<Shard> ReadShards()
    {
        var shards = new List<Shard>();
        if (Given("shards") is not { } node)
        {
            return shards;
        }

        const string Needed = "null, or a list of shards such as \"2/8\",";
        foreach (JsonNode? one in node is JsonArray { Count: > 0 } list ? list : throw Wrong("shards", Needed))
        {
            try
            {
                shards.Add(Shard.Parse(one is JsonValue value && value.TryGetValue(out string? text) ? text : ""));
            }
            catch (FormatException)
            {
                throw Wrong("shards", Needed);
            }
        }

        return shards;
    }

    private string ReadException()
    {
        JsonObject exception = Given("exception") as JsonObject ?? throw Wrong("exception", "an object");
        foreach (string field in new[] { "type", "message" })
        {
            if (exception[field]?.GetValueKind() != JsonValueKind.String)
            {
                throw new CliException($"{Place}: exception.{field}: a string is needed, found {Found(exception[field])}");
            }
        }

        return (string)exception["type"]!;
    }

    // Of what tells of a failure, all is there or nothing.
    private T? OfAFailure<T>(string field, Func<T> read)
    {
        if (IsFound)
        {
            return read();
        }

        return Given(field) is null ? default : throw Wrong(field, "null, for found is false,");
    }

    private void NullOr(string field, JsonValueKind kind)
    {
        if (Given(field) is { } value && value.GetValueKind() != kind)
        {
            throw Wrong(field, "a string or null");
        }
    }

    private string Text(string field) => (string)Field(field, static value => value.TryGetValue(out string? _), "a string")!;

    private bool Truth(string field) => (bool)Field(field, static value => value.TryGetValue(out bool _), "true or false")!;

    private int Number(string field, int least) =>
        (int)Field(field, value => value.TryGetValue(out int number) && number >= least, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least}"))!;

    private JsonValue Field(string field, Func<JsonValue, bool> isRight, string needed) => Given(field) is JsonValue value && isRight(value) ? value : throw Wrong(field, needed);

    private JsonNode? Given(string field) => json.TryGetPropertyValue(field, out JsonNode? value) ? value : throw new CliException($"{Place}: {field}: this field is missing");

    private CliException Wrong(string field, string needed) => new($"{Place}: {field}: {needed} is needed, found {Found(json[field])}");

    private static string Found(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? CliOptions.Quote(text)
        : node is JsonObject or JsonArray ? "something else" : node?.ToJsonString() ?? "null";
}
