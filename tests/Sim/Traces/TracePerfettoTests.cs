using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SimAsync.Traces;

namespace SimAsync.Tests.Traces;

public sealed class TracePerfettoTests
{
    // Mistakes that a writer could make, each in an output that is right, and what is said of it.
    private static readonly TestCaseData[] Mistakes =
    [
        Mistake(static events => First(events, "X").Remove("dur"), "dur"),
        Mistake(static events => First(events, "X")["dur"] = 0, "dur"),
        Mistake(static events => First(events, "X")["dur"] = -1, "dur"),
        Mistake(static events => First(events, "X")["dur"] = "1", "dur"),
        Mistake(static events => First(events, "X")["dur"] = 0.0005, "dur"),
        Mistake(static events => First(events, "X").Remove("ts"), "ts"),
        Mistake(static events => First(events, "X")["ts"] = -1, "ts"),
        Mistake(static events => First(events, "X")["ts"] = 9007199254740.9925m, "ts"),
        Mistake(static events => First(events, "X").Remove("name"), "name"),
        Mistake(static events => First(events, "X")["name"] = "", "name"),
        Mistake(static events => First(events, "X").Remove("pid"), "pid"),
        Mistake(static events => First(events, "X")["tid"] = "main", "tid"),
        Mistake(static events => First(events, "X").Remove("ph"), "a ph is needed"),
        Mistake(static events => First(events, "X")["ph"] = "B", "the phase B is none of those in use"),
        Mistake(static events => First(events, "X").Remove("args"), "args"),
        Mistake(static events => First(events, "X")["tid"] = 1, "thread 1 has no name"),
        Mistake(static events => First(events, "X")["tid"] = 1, "thread 1 would be the main thread of a process"),
        Mistake(static events => Last(events, "X")["tid"] = 10, "thread 10 is in several processes"),
        Mistake(static events => First(events, "X")["dur"] = 60_000_000_000, "a step within a step"),
        Mistake(static events => First(events, "X")["dur"] = 62_000, "it overlaps the slice before it on its thread"),
        Mistake(static events => Last(events, "X")["ts"] = 0, "a step within a step"),
        Mistake(static events => First(events, "i").Remove("s"), "s"),
        Mistake(static events => First(events, "i")["s"] = "thread", "s"),
        Mistake(static events => First(events, "f").Remove("bp"), "bp"),
        Mistake(static events => First(events, "f").Remove("id"), "id"),
        Mistake(static events => First(events, "f")["id"] = 77, "flow 77: it begins 0 times and ends 1 times"),
        Mistake(static events => First(events, "s")["id"] = Last(events, "s")["id"]!.DeepClone(), "it begins 2 times and ends 1 times"),
        Mistake(static events => events.Remove(First(events, "s")), "it begins 0 times and ends 1 times"),
        Mistake(static events => events.Remove(First(events, "f")), "it begins 1 times and ends 0 times"),
        Mistake(static events => First(events, "f")["ts"] = 0, "no slice is around this end of the flow"),
        Mistake(static events => Behind(events, "f", "i"), "no slice is around this end of the flow"),
        Mistake(static events => First(events, "C")["args"]!["steps"] = "2", "args of a counter are numbers"),
        Mistake(static events => Metadata(events, "thread_name").Remove("args"), "args"),
        Mistake(static events => Metadata(events, "thread_name")["args"]!["name"] = 5, "args of thread_name"),
        Mistake(static events => events.Remove(Metadata(events, "thread_name")), "thread 10 has no name"),
        Mistake(static events => events.Remove(Metadata(events, "thread_sort_index")), "thread 10 has no sort index"),
        Mistake(static events => events.Remove(Metadata(events, "process_name")), "process 1 has no name"),
        Mistake(static events => events.Remove(Metadata(events, "process_sort_index")), "process 1 has no sort index"),
        Mistake(static events => Metadata(events, "thread_sort_index")["args"]!["sort_index"] = 1, "thread_sort_index {\"sort_index\":1} is there twice"),
        Mistake(static events => Metadata(events, "thread_name")["tid"] = 11, "there is another thread_name of process 1, thread 11"),
        Mistake(static events => events.Insert(0, null), "an object with a ph is needed"),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public void Faults_OfAMistake_NameIt(Action<JsonArray> mistake, string fault)
    {
        JsonNode root = JsonNode.Parse(Write(Documents.Order()))!;
        Assert.That(TraceEventFormat.Faults(Text(root)), Is.Empty);
        mistake((JsonArray)root["traceEvents"]!);

        Assert.That(TraceEventFormat.Faults(Text(root)), Has.Some.Contain(fault));
    }

    [TestCase("\"traceEvents\"", "\"events\"", "there is no object with a list of traceEvents")]
    [TestCase("\"ns\"", "\"µs\"", "displayTimeUnit is ms or ns")]
    [TestCase("Order", "\\ud83d\\ude00", "the text has an escaped surrogate")]
    [TestCase("Order", "a\nb", "the text has a control character that is not escaped")]
    [TestCase("]}", "]", "no JSON: ")]
    public void Faults_OfAText_NameIt(string part, string instead, string fault) =>
        Assert.That(TraceEventFormat.Faults(Write(Documents.Order()).Replace(part, instead, StringComparison.Ordinal)), Has.Some.Contain(fault));

    [Test]
    public void Write_AnyDocument_IsTheFormat()
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            Assert.That(TraceEventFormat.Faults(Write(Documents.Random(seed))), Is.Empty, $"seed {seed}");
        }

        Assert.That(TraceEventFormat.Faults(Write(Documents.Random(1, 3000))), Is.Empty);
    }

    [TestCase(0L)]
    [TestCase(1L)]
    [TestCase(5_629_499_534_212L)]
    [TestCase(5_629_499_534_213L)]
    [TestCase(45_035_996_273_704_959L)]
    [TestCase(45_035_996_273_704_960L)]
    [TestCase(long.MaxValue)]
    public void Write_AnyTime_IsTheFormat(long ticks)
    {
        // Crowds at the beginning, one tick before the end, and at the end.
        TraceStep[] steps = [.. Enumerable.Range(0, 600).Select(i => new TraceStep { Number = i + 1, Lane = i % 2, Ticks = i < 200 ? 0 : i < 400 ? Math.Max(0, ticks - 1) : ticks, WokenBy = i == 0 ? null : i })];
        var document = new TraceDocument { Runs = [new() { Ticks = ticks, Lanes = [Lane("a"), Lane("b")], Steps = steps, Waits = [new() { Who = "a", For = "x", Lane = 0 }] }] };

        Assert.That(TraceEventFormat.Faults(Write(document)), Is.Empty);
    }

    [Test]
    public void Write_StepsOfInstants_StandAtTheirTimeInOrder()
    {
        JsonElement[] steps = Events(Documents.Order(), "X");

        // Three steps at 50 ms: up to half of the time before them is theirs, 8.3 ms each, and that is rounded down.
        Assert.That(steps.Select(static step => (step.GetProperty("pid").GetInt32(), step.GetProperty("ts").GetDecimal())), Is.EqualTo(new[]
        {
            (1, 0m), (1, 50_000m), (1, 55_000m), (1, 60_000m), (2, 0m), (2, 50_000m), (2, 55_000m), (2, 60_000m),
        }));
        Assert.That(steps.Select(static step => step.GetProperty("dur").GetDecimal()), Is.All.EqualTo(5_000m));
        Assert.That(steps.Select(static step => step.GetProperty("name").GetString()).Take(4), Is.EqualTo(new[]
        {
            "1 Order (CheckoutTests.cs:12)", "2! Cancel (CheckoutTests.cs:15)", "3 Pay (CheckoutTests.cs:14)", "4 Order (CheckoutTests.cs:17)",
        }));
    }

    [Test]
    public void Write_InstantsThatAreClose_PushOnWhatIsBehind()
    {
        TraceStep[] steps = [.. Enumerable.Range(0, 300).Select(static i => new TraceStep { Number = i + 1, Lane = 0, Ticks = i < 250 ? 7 : i < 299 ? 8 : 1000 })];
        JsonElement[] slices = Events(new TraceDocument { Runs = [new() { Ticks = 1000, Lanes = [Lane("a")], Steps = steps }] }, "X");

        Assert.That(slices.Select(static slice => slice.GetProperty("dur").GetDecimal()), Is.All.EqualTo(0.001m));
        Assert.That(slices.Select(static slice => slice.GetProperty("ts").GetDecimal()).Take(299), Is.EqualTo(Enumerable.Range(0, 299).Select(static i => 0.7m + (0.001m * i))));
        Assert.That(slices[299].GetProperty("ts").GetDecimal(), Is.EqualTo(100m));
    }

    [Test]
    public void Write_WhatAStepDid_IsInIt()
    {
        JsonElement cancel = Events(Documents.Order(), "X")[1];
        Assert.That(cancel.GetProperty("cat").GetString(), Is.EqualTo("step,out-of-order"));
        Assert.That(cancel.GetProperty("args").GetRawText(), Is.EqualTo(
            """{"step":2,"time":"0.05 s","did":"resumed Cancel (CheckoutTests.cs:15)","file":"/src/Shop/CheckoutTests.cs:15","line":"if (!paid) { cancelled = true; }","ready":2,"insteadOf":"root/1 Pay: Pay (CheckoutTests.cs:14), which ran as step 3"}"""));
        Assert.That(Events(Documents.Order(), "i").Where(static deed => deed.GetProperty("pid").GetInt32() == 1).Select(static deed => (deed.GetProperty("name").GetString(), deed.GetProperty("tid").GetInt32())), Is.EqualTo(new[]
        {
            ("began Pay", 10), ("began Cancel", 10), ("logged \"cancelled\"", 12), ("ended", 12), ("ended", 11),
            ("failed: NUnit.Framework.AssertionException:   Expected: False\\n  But was:  True\\n", 1),
        }));
    }

    [Test]
    public void Write_Flows_GoFromWhoWokeAndFromWhoWentBefore()
    {
        JsonElement[] flows = [.. Events(Documents.Order(), "s"), .. Events(Documents.Order(), "f")];

        Assert.That(
            flows.Where(static flow => flow.GetProperty("pid").GetInt32() == 1).Select(static flow => $"{flow.GetProperty("ph")} {flow.GetProperty("name")} {flow.GetProperty("tid")} {flow.GetProperty("ts")}"),
            Is.EquivalentTo(new[] { "s went before 12 50000", "f went before 11 55000", "s woke 11 55000", "f woke 10 60000" }));
    }

    [Test]
    public void Write_WhoWaits_HasASliceUntilTheEnd()
    {
        TraceDocument order = Documents.Order();
        TraceRun run = order.Runs[0] with { Ticks = 10_000_000, Waits = [new() { Lane = 1, Who = "Pay", For = "Lock 'db'", HeldBy = ["Cancel"], Method = "Pay", At = new(0, 14), Since = 3 }, new() { Who = "nobody", For = "x" }] };
        JsonElement[] events = Events(order with { Runs = [run] }, "X");

        Assert.That(events[^1].GetProperty("name").GetString(), Is.EqualTo("waits for Lock 'db', held by Cancel, in Pay at CheckoutTests.cs:14, since step 3"));
        Assert.That((events[^1].GetProperty("ts").GetDecimal(), events[^1].GetProperty("ts").GetDecimal() + events[^1].GetProperty("dur").GetDecimal()), Is.EqualTo((60_000m, 1_005_000m)));
        Assert.That(TraceEventFormat.Faults(Write(order with { Runs = [run] })), Is.Empty);
    }

    private static TestCaseData Mistake(Action<JsonArray> mistake, string fault, [CallerArgumentExpression(nameof(mistake))] string text = "") =>
        new TestCaseData(mistake, fault).SetArgDisplayNames(text["static events => ".Length..], fault);

    private static TraceLane Lane(string name) => new() { Path = name, Name = name };

    private static string Write(TraceDocument document)
    {
        using var stream = new MemoryStream();
        TracePerfetto.Write(document, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static JsonElement[] Events(TraceDocument document, string phase) =>
        [.. JsonElement.Parse(Write(document)).GetProperty("traceEvents").EnumerateArray().Where(one => one.GetProperty("ph").GetString() == phase)];

    private static string Text(JsonNode root) => root.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static JsonObject First(JsonArray events, string phase) => (JsonObject)events.First(one => (string?)one!["ph"] == phase)!;

    private static JsonObject Last(JsonArray events, string phase) => (JsonObject)events.Last(one => (string?)one!["ph"] == phase)!;

    private static JsonObject Metadata(JsonArray events, string name) => (JsonObject)events.First(one => (string?)one!["name"] == name)!;

    // A flow's end that stands behind an instant of its slice.
    private static void Behind(JsonArray events, string flow, string instant)
    {
        JsonObject end = First(events, flow);
        JsonObject deed = (JsonObject)events.First(one => (string?)one!["ph"] == instant && (int)one["tid"]! == (int)end["tid"]!)!;
        events.Remove(end);
        end["ts"] = deed["ts"]!.DeepClone();
        events.Insert(events.IndexOf(deed) + 1, end);
    }
}
