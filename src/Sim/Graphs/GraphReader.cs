using System.Text.Json;

namespace SimAsync.Graphs;

/// <summary>Reads graphs from JSON: the document and its coroutines. Statements are <see cref="StatementReader"/>'s.</summary>
internal static class GraphReader
{
    private static readonly string[] Known = ["format", "name", "about", "eager", "coroutines"];

    public static TaskGraph Read(string json, bool mayBeWrapped)
    {
        using JsonDocument document = JsonText.Open(json);
        return Read(document.RootElement, mayBeWrapped);
    }

    public static TaskGraph Read(ReadOnlySpan<byte> utf8, bool mayBeWrapped)
    {
        // One byte too many is enough to see that it is too long.
        using JsonDocument document = JsonText.Open(utf8[..Math.Min(utf8.Length, JsonText.MaxBytes + 1)].ToArray());
        return Read(document.RootElement, mayBeWrapped);
    }

    private static TaskGraph Read(JsonElement root, bool mayBeWrapped)
    {
        OrderedDictionary<string, JsonElement> fields = Fields(root, GraphPath.Root);
        if (fields.TryGetValue("program", out JsonElement program) && !fields.ContainsKey("format"))
        {
            GraphPath path = GraphPath.Root.Field("program");
            return mayBeWrapped
                ? ReadGraph(Fields(program, path), path)
                : throw path.Error("this is a graph in a wrapping, which only ParseLine reads");
        }

        return ReadGraph(fields, GraphPath.Root);
    }

    private static TaskGraph ReadGraph(OrderedDictionary<string, JsonElement> fields, GraphPath path)
    {
        CheckFormat(fields, path);
        string? name = TextOrNull("name");
        string? about = TextOrNull("about");
        bool eager = fields.TryGetValue("eager", out JsonElement flag) && JsonText.Flag(flag, path.Field("eager"));

        GraphPath inside = path.Field("coroutines");
        if (!fields.TryGetValue("coroutines", out JsonElement coroutines))
        {
            string? near = Nearest.To("coroutines", fields.Keys.Except(Known));
            throw inside.Error("a graph needs this field" + (near is null ? "" : $"; is {GraphValue.Show(near)} meant for it?"));
        }

        List<KeyValuePair<string, IReadOnlyList<Statement>>> bodies = [];
        foreach ((string coroutine, JsonElement body) in Fields(coroutines, inside))
        {
            bodies.Add(new(coroutine, StatementReader.ReadBody(body, inside.Field(coroutine), 1)));
        }

        GraphChecker.CheckMain(bodies.Exists(body => body.Key == "main"), inside);
        return new TaskGraph(bodies) { Name = name, About = about, Eager = eager };

        string? TextOrNull(string field) =>
            fields.TryGetValue(field, out JsonElement text) && text.ValueKind != JsonValueKind.Null
                ? JsonText.Text(text, path.Field(field))
                : null;
    }

    private static void CheckFormat(OrderedDictionary<string, JsonElement> fields, GraphPath path)
    {
        GraphPath here = path.Field("format");
        if (!fields.TryGetValue("format", out JsonElement format))
        {
            throw here.Error($"a graph needs this field, with \"{TaskGraph.Format}\" in it");
        }

        if (format.ValueKind != JsonValueKind.String || JsonText.Text(format, here) != TaskGraph.Format)
        {
            throw here.Error($"\"{TaskGraph.Format}\" is needed, found {JsonText.Found(format)}");
        }
    }

    private static OrderedDictionary<string, JsonElement> Fields(JsonElement element, GraphPath path)
    {
        JsonText.Need(element, JsonValueKind.Object, "an object", path);
        OrderedDictionary<string, JsonElement> fields = [];
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string name = JsonText.Name(property, path);
            if (!fields.TryAdd(name, property.Value))
            {
                throw path.Field(name).Error(Twice);
            }
        }

        return fields;
    }

    /// <summary>The reason for a name that stands twice in an object.</summary>
    public const string Twice = "this name stands twice in its object, and only one of the two can be meant";
}
