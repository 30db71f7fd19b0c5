using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SimAsync.Scheduler;

namespace SimAsync.TestSupport;

/// <summary>
/// Breaks graphs for fuzzing: in their structure (fields swapped, renamed, dropped, doubled, deeply nested, of another type) and
/// in their letters (cut off, flipped, doubled). What comes out may be a graph still.
/// </summary>
public static class GraphMutator
{
    private const string Letters = "{}[]\",:\\ \0\ud800é0-e.";

    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 10_000 };

    private static readonly string[] Junk =
    [
        "null", "true", "0", "-1", "1.5", "-0.0", "1e999", "99999999999999999999999999", "1e3", "\"\"", "\"x\"", "\"main\"",
        "\"\\ud800\"", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "[]", "{}", "[[]]", "{\"call\": \"main\"}", "[{\"op\": \"yield\"}]",
        "{\"call\": 1}", "[null]", "9223372036854775807", "9223372036854775808", "\"ValueError\"", "1000000000001",
    ];

    private static readonly string[] Names =
    [
        "op", "as", "on", "of", "ms", "call", "body", "except", "finally", "type", "value", "from", "about", "format", "coroutines", "program",
        "main", "", "Op", "\ud83d\ude00", "timeuot", "a.b",
    ];

    /// <summary>A broken form of a document; the same one for the same seed.</summary>
    /// <param name="json">JSON, such as a graph.</param>
    /// <param name="seed">Any seed.</param>
    public static string Mutate(string json, ulong seed)
    {
        Xoshiro256 random = new(seed);
        StringBuilder text = new(json);
        bool structure = random.Next(3) > 0;
        for (int i = 1 + random.Next(3); i > 0; i--)
        {
            if (structure)
            {
                text = new StringBuilder(MutateStructure(text.ToString(), ref random));
            }
            else
            {
                MutateLetters(text, ref random);
            }
        }

        return text.ToString();
    }

    private static string MutateStructure(string json, ref Xoshiro256 random)
    {
        try
        {
            JsonNode root = JsonNode.Parse(json, null, new JsonDocumentOptions { MaxDepth = 10_000, AllowDuplicateProperties = false })!;
            return MutateStructure(root, json, ref random);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // An earlier mutation has made what a JsonNode cannot hold, such as half a surrogate pair: enough for one mutant.
            return json;
        }
    }

    private static string MutateStructure(JsonNode root, string json, ref Xoshiro256 random)
    {
        List<JsonNode> places = [];
        Collect(root, places);
        if (places.Count == 0)
        {
            return json;
        }

        JsonNode place = places[random.Next(places.Count)];
        string? raw = null;
        if (place is JsonObject fields && fields.Count > 0)
        {
            raw = MutateObject(fields, ref random);
        }
        else if (place is JsonArray items)
        {
            MutateArray(items, ref random);
        }

        // What a JsonNode cannot hold, such as two fields of one name, takes a marker's place in the text.
        string text = root.ToJsonString(Deep);
        return raw is null ? text : text.Replace("\"@@\"", raw, StringComparison.Ordinal);
    }

    private static string? MutateObject(JsonObject fields, ref Xoshiro256 random)
    {
        int index = random.Next(fields.Count);
        string name = fields.GetAt(index).Key;
        switch (random.Next(7))
        {
            case 0:
                fields.RemoveAt(index);
                return null;
            case 1:
                JsonNode? value = fields.GetAt(index).Value;
                fields.RemoveAt(index);
                fields[random.Next(2) == 0 ? Names[random.Next(Names.Length)] : Slip(name, ref random)] = value;
                return null;
            case 2:
                fields[Names[random.Next(Names.Length)]] = "@@";
                return Junk[random.Next(Junk.Length)];
            case 3:
                fields[name] = "@@";
                return $"0, {JsonSerializer.Serialize(name)}: 1";
            case 4:
                fields[name] = "@@";
                int depth = random.Next(3) == 0 ? 1 + random.Next(400) : 1 + random.Next(8);
                string open = random.Next(2) == 0 ? "[" : "[{\"op\": \"group\", \"body\": ";
                string close = open == "[" ? "]" : "}]";
                return string.Concat(Enumerable.Repeat(open, depth)) + "[]" + string.Concat(Enumerable.Repeat(close, depth));
            case 5:
                string other = fields.GetAt(random.Next(fields.Count)).Key;
                (fields[name], fields[other]) = (fields[other]?.DeepClone(), fields[name]?.DeepClone());
                return null;
            default:
                fields[name] = "@@";
                return Junk[random.Next(Junk.Length)];
        }
    }

    private static void MutateArray(JsonArray items, ref Xoshiro256 random)
    {
        int index = items.Count == 0 ? 0 : random.Next(items.Count);
        switch (random.Next(3))
        {
            case 0 when items.Count > 0:
                items.RemoveAt(index);
                break;
            case 1 when items.Count > 0:
                items.Add(items[index]?.DeepClone());
                break;
            default:
                items.Insert(index, JsonNode.Parse(random.Next(2) == 0 ? "null" : "{\"op\": \"yield\"}"));
                break;
        }
    }

    private static void MutateLetters(StringBuilder text, ref Xoshiro256 random)
    {
        if (text.Length == 0)
        {
            return;
        }

        int at = random.Next(text.Length);
        switch (random.Next(5))
        {
            case 0:
                text.Length = at;
                break;
            case 1:
                text[at] = (char)(text[at] ^ (1 << random.Next(8)));
                break;
            case 2:
                text[at] = Letters[random.Next(Letters.Length)];
                break;
            case 3:
                text.Remove(at, Math.Min(text.Length - at, 1 + random.Next(12)));
                break;
            default:
                text.Insert(at, text.ToString(at, Math.Min(text.Length - at, 1 + random.Next(40))));
                break;
        }
    }

    private static string Slip(string name, ref Xoshiro256 random)
    {
        int at = random.Next(name.Length + 1);
        return random.Next(2) == 0 && at < name.Length ? name.Remove(at, 1) : name.Insert(at, "x");
    }

    private static void Collect(JsonNode? node, List<JsonNode> places)
    {
        switch (node)
        {
            case JsonObject fields:
                places.Add(fields);
                foreach ((_, JsonNode? value) in fields)
                {
                    Collect(value, places);
                }

                break;
            case JsonArray items:
                places.Add(items);
                foreach (JsonNode? item in items)
                {
                    Collect(item, places);
                }

                break;
        }
    }
}
