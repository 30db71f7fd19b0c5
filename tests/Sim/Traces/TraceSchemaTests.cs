using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SimAsync.Tests.Node;
using SimAsync.TestSupport;
using SimAsync.Traces;

namespace SimAsync.Tests.Traces;

/// <summary>docs/trace.schema.json, what is written, and what is read are of one mind. ajv is the judge of the schema.</summary>
public sealed class TraceSchemaTests
{
    // What only a reader can say, because it is about two places.
    private static readonly string[] OfReferences =
        ["there is no such", "the number of", "time does not go back", "steps are numbered from 1 on", "it is to be told from the others", "that comes before it", "it began only", "is there twice", "no run has so many steps"];

    // (ajv's numbers are doubles: of what lies right behind the greatest long it cannot say that it is too much.)
    private static readonly string[] Values = ["null", "true", "-1", "0", "1.5", "2147483648", "18446744073709551616", "1e400", "\"\"", "\"x\"", "\"resume\"", "[]", "[null]", "{}", "[{}]"];

    [Test]
    public void Schema_OfWhatIsWritten_AcceptsIt()
    {
        TraceDocument[] documents = [Documents.Order(), .. Enumerable.Range(0, 200).Select(static seed => Documents.Random((ulong)seed))];

        Assert.That(Judge(documents.Select(TraceJson.Write)), Is.All.EqualTo("true"));
    }

    [Test]
    public void Schema_OnMutants_IsOfOneMindWithTheReader()
    {
        string[] mutants = [.. Mutants(Full()).Distinct()];
        Assert.That(mutants, Has.Length.GreaterThan(1000));
        int accepted = 0;
        foreach ((string mutant, string verdict) in mutants.Zip(Judge(mutants)))
        {
            string? refusal = Refusal(mutant);
            bool isAccepted = verdict == "true";
            bool isRight = isAccepted ? refusal is null || OfReferences.Any(refusal.Contains) : refusal is not null;
            Assert.That(isRight, $"the schema: {verdict}\nthe reader: {refusal}\n{mutant}");
            accepted += isAccepted ? 1 : 0;
        }

        // Of both there are enough for this to say something.
        Assert.That(accepted, Is.InRange(mutants.Length / 20, mutants.Length / 2));
    }

    [Test]
    public void Schema_NamesEachFieldOfTheModel_AndNoOther()
    {
        JsonElement schema = JsonElement.Parse(File.ReadAllText(Schema()));
        JsonElement definitions = schema.GetProperty("$defs");
        foreach ((JsonElement definition, Type type) in new[]
        {
            (schema, typeof(TraceDocument)), (definitions.GetProperty("failure"), typeof(TraceFailure)), (definitions.GetProperty("code"), typeof(TraceCode)), (definitions.GetProperty("aPlace"), typeof(TracePlace)),
            (definitions.GetProperty("run"), typeof(TraceRun)), (definitions.GetProperty("aLane"), typeof(TraceLane)), (definitions.GetProperty("aStep"), typeof(TraceStep)),
            (definitions.GetProperty("instead"), typeof(TraceInstead)), (definitions.GetProperty("deed"), typeof(TraceDeed)), (definitions.GetProperty("wait"), typeof(TraceWait)),
        })
        {
            Assert.That(
                definition.GetProperty("properties").EnumerateObject().Select(static field => field.Name),
                Is.EquivalentTo(type.GetProperties().Where(static property => property.Name != "EqualityContract").Select(static property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))), type.Name);
        }
    }

    [TestCase("## The document", null)]
    [TestCase("## `failure`", "failure")]
    [TestCase("## A run", "run")]
    [TestCase("### A lane", "aLane")]
    [TestCase("### A step", "aStep")]
    [TestCase("### A deed", "deed")]
    [TestCase("### A wait", "wait")]
    public void Schema_NamesTheFieldsOfTheDocument_AndAsksForThoseInBold(string heading, string? name)
    {
        JsonElement schema = JsonElement.Parse(File.ReadAllText(Schema()));
        JsonElement definition = name is null ? schema : schema.GetProperty("$defs").GetProperty(name);
        string[] rows = [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "trace-format.md"))
            .SkipWhile(line => line != heading).Skip(1).TakeWhile(static line => !line.StartsWith('#')).Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2).Select(static line => line.Split('|')[1])];
        string[] fields = [.. rows.SelectMany(static row => row.Split(','))];

        Assert.That(fields.Select(static field => field.Trim(' ', '*', '`')), Is.EqualTo(definition.GetProperty("properties").EnumerateObject().Select(static field => field.Name)));
        Assert.That(
            fields.Where(static field => field.Contains("**", StringComparison.Ordinal)).Select(static field => field.Trim(' ', '*', '`')),
            Is.EquivalentTo(definition.GetProperty("required").EnumerateArray().Select(static field => field.GetString())));
    }

    // Each place of a document that has every field with each value, and without; one change at a time.
    private static IEnumerable<string> Mutants(JsonNode root)
    {
        List<JsonNode?> places = [];
        Collect(root);
        foreach (JsonNode place in places.OfType<JsonNode>())
        {
            if (place is JsonObject fields)
            {
                foreach (string name in fields.Select(static field => field.Key).ToArray())
                {
                    foreach (string mutant in At(value => fields[name] = value, fields[name]))
                    {
                        yield return mutant;
                    }

                    JsonNode? old = fields[name];
                    fields.Remove(name);
                    yield return root.ToJsonString();
                    fields[name] = old;
                }
            }
            else if (place is JsonArray items)
            {
                for (int i = 0; i < items.Count; i++)
                {
                    int index = i;
                    foreach (string mutant in At(value => items[index] = value, items[i]))
                    {
                        yield return mutant;
                    }
                }
            }
        }

        IEnumerable<string> At(Action<JsonNode?> set, JsonNode? old)
        {
            foreach (string value in Values)
            {
                set("@@");
                yield return root.ToJsonString().Replace("\"@@\"", value, StringComparison.Ordinal);
            }

            set(old);
        }

        void Collect(JsonNode? node)
        {
            places.Add(node);
            foreach (JsonNode? child in node switch { JsonObject fields => fields.Select(static field => field.Value), JsonArray items => items, _ => [] })
            {
                Collect(child);
            }
        }
    }

    // As small as can be with all fields in it.
    private static JsonNode Full()
    {
        var place = new TracePlace(0, 1);
        var run = new TraceRun
        {
            Failed = true,
            Outcome = "o",
            Ticks = 5,
            Lanes = [new() { Path = "p", Name = "a", Kind = TraceLaneKind.Task }, new() { Path = "q", Name = "b", Kind = TraceLaneKind.Method, Parent = 0, Begun = 1, Ended = 1, Outcome = "done" }],
            Steps =
            [
                new() { Number = 1, Lane = 0, Kind = TraceStepKind.Start, Ready = 2, InsteadOf = new() { Lane = 0, Kind = TraceStepKind.Timer, Method = "m", At = place, What = "w", RanAs = 2 } },
                new()
                {
                    Number = 2, Ticks = 5, Lane = 1, Kind = TraceStepKind.Resume, Method = "m", At = place, What = "w", Awaits = "x", ThenMethod = "m", Then = place, Ready = 2, WokenBy = 1,
                    Deeds = [new() { Kind = TraceDeedKind.Logged, Text = "t", Lane = 0, Level = "l", Category = "c" }],
                },
            ],
            Waits = [new() { Lane = 0, Who = "a", For = "b", HeldBy = ["c"], Method = "m", At = place, Since = 1 }],
        };
        return JsonNode.Parse(TraceJson.Write(new TraceDocument
        {
            Title = "t",
            Failure = new("T", "m", "f", "c", "r", 1, "w"),
            Files = ["f"],
            Code = [new(0, 1, "x")],
            Runs = [run, run with { Failed = false, Waits = [] }],
        }))!;
    }

    private static string? Refusal(string json)
    {
        try
        {
            TraceJson.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)));
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    private static string[] Judge(IEnumerable<string> lines) => NodeTool.Answers("schema.mjs", [Schema()], [.. lines]);

    private static string Schema() => Path.Combine(Repository.Root, "docs", "trace.schema.json");
}
