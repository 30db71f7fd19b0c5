using System.Text;
using System.Text.Json;
using NUnit.Framework;
using SimAsync.FsCheck.Graphs;
using SimAsync.Graphs;

namespace SimAsync.Tests.Graphs;

public class TaskGraphTests
{
    private const string Hello =
        """{"format": "simasync.graph/1", "name": "hello", "coroutines": {"main": [{"op": "task", "as": "t", "call": "worker"}, {"op": "wait_for", "of": "t", "timeout": 10}], "worker": [{"op": "sleep", "ms": 5, "value": 7}, {"op": "return", "value": 1}]}}""";

    [Test]
    public void Parse_Hello_GivesItsParts()
    {
        TaskGraph graph = TaskGraph.Parse(Hello);
        Assert.Multiple(() =>
        {
            Assert.That(graph.Name, Is.EqualTo("hello"));
            Assert.That(graph.About, Is.Null);
            Assert.That(graph.Eager, Is.False);
            Assert.That(graph.Coroutines.Keys, Is.EqualTo(new[] { "main", "worker" }));
            Assert.That(graph.Coroutines["main"][1].Op, Is.EqualTo(StatementKind.WaitFor));
            Assert.That(graph.Coroutines["main"][1].Of, Is.EqualTo(new[] { Operand.Handle("t") }));
            Assert.That(graph.Coroutines["main"][1].Timeout, Is.EqualTo(10));
            Assert.That(graph.Coroutines["worker"][0].Value, Is.EqualTo(7L));
            Assert.That(graph.ToJson(), Is.EqualTo(Hello));
            Assert.That(TaskGraph.Parse(Encoding.UTF8.GetBytes(Hello)), Is.EqualTo(graph));
        });
    }

    [Test]
    public void ToJson_GeneratedGraphs_RoundTrip([Range(0, 9)] int block)
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            TaskGraph graph = GraphGenerator.Generate(((ulong)block * 200) + seed);
            string json = graph.ToJson();
            TaskGraph again = TaskGraph.Parse(json);
            Assert.That(again.Equals(graph), json);
            Assert.That(again.GetHashCode(), Is.EqualTo(graph.GetHashCode()));
            Assert.That(again.ToJson(), Is.EqualTo(json));
            Assert.That(json.Any(c => c is < ' ' or > '~'), Is.False, "one line of ASCII");
        }
    }

    // A flag that is off is not written, for off is what an absent one means; nothing else may be lost.
    [TestCase("documented.jsonl", 144)]
    [TestCase("random.jsonl", 1417)]
    public void ToJson_ConformanceVectors_LosesNothing(string file, int count)
    {
        string[] lines = File.ReadAllLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "Conformance", file));
        Assert.That(lines, Has.Length.EqualTo(count));
        foreach (string line in lines)
        {
            TaskGraph graph = TaskGraph.ParseLine(line);
            string json = graph.ToJson();
            Assert.That(TaskGraph.Parse(json).Equals(graph), json);
            Assert.That(TaskGraph.Parse(json).ToJson(), Is.EqualTo(json));

            using JsonDocument read = JsonDocument.Parse(line.Replace(", \"bounded\": false", "").Replace(", \"immediate\": false", "")
                .Replace(", \"return_exceptions\": false", "").Replace(", \"eager\": false", ""));
            using JsonDocument written = JsonDocument.Parse(json);
            Assert.That(JsonElement.DeepEquals(read.RootElement.GetProperty("program"), written.RootElement), json);
        }
    }

    [Test]
    public void ParseLine_WrappedGraph_IsUnwrapped() =>
        Assert.That(TaskGraph.ParseLine($$"""{"expected": [[[]]], "program": {{Hello}}}"""), Is.EqualTo(TaskGraph.Parse(Hello)));

    [Test]
    public void Parse_ByteOrderMarkAndSpaces_AreNoMatter() =>
        Assert.That(TaskGraph.Parse([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(" \r\n" + Hello + "\n")]), Is.EqualTo(TaskGraph.Parse(Hello)));

    [Test]
    public void Parse_AboutAndUnknownFieldsAtTheTop_AreNoMatter() =>
        Assert.That(
            TaskGraph.Parse("""{"format": "simasync.graph/1", "seed": [1], "coroutines": {"main": [{"op": "yield", "about": 5}]}, "about": "x"}""").ToJson(),
            Is.EqualTo("""{"format": "simasync.graph/1", "about": "x", "coroutines": {"main": [{"op": "yield"}]}}"""));

    [Test]
    public void Parse_FieldsInAnyOrder_AreWrittenInOne() =>
        Assert.That(Body("""{"timeout": 5, "of": ["a", {"call": "w"}], "return_when": "FIRST_COMPLETED", "op": "wait"}""")[0].ToString(),
            Is.EqualTo("""{"op": "wait", "of": ["a", {"call": "w"}], "timeout": 5, "return_when": "FIRST_COMPLETED"}"""));

    [TestCase("""{"op": "await", "on": "t"}""", "await t")]
    [TestCase("""{"op": "await", "call": "w"}""", "await w()")]
    [TestCase("""{"op": "task", "as": "t", "call": "w"}""", "task t")]
    [TestCase("""{"op": "task", "call": "w"}""", "task w()")]
    [TestCase("""{"op": "gather", "of": ["a", {"call": "b"}]}""", "gather a,b()")]
    [TestCase("""{"op": "gather", "of": ["a"], "as": "g"}""", "gather g")]
    [TestCase("""{"op": "gather", "of": []}""", "gather ")]
    [TestCase("""{"op": "wait_for", "of": {"call": "b"}}""", "wait_for b()")]
    [TestCase("""{"op": "sleep", "ms": 5}""", "sleep 5")]
    [TestCase("""{"op": "timeout", "ms": null, "body": []}""", "timeout null")]
    [TestCase("""{"op": "timeout", "body": []}""", "timeout")]
    [TestCase("""{"op": "timeout_at", "at": 5, "body": []}""", "timeout_at")]
    [TestCase("""{"op": "all_tasks"}""", "all_tasks")]
    public void Title_OfAStatement_IsWhatTheTraceCallsIt(string statement, string title) =>
        Assert.That(Body(statement)[0].Title, Is.EqualTo(title));

    [Test]
    public void Value_AbsentOrNull_DiffersWhereTheFormatTells()
    {
        IReadOnlyList<Statement> cells = Body("""{"op": "cell", "as": "a"}, {"op": "cell", "as": "a", "value": null}, {"op": "semaphore"}, {"op": "return"}""");
        Assert.Multiple(() =>
        {
            Assert.That((cells[0].HasValue, cells[0].Value), Is.EqualTo((false, (object?)0L)));
            Assert.That((cells[1].HasValue, cells[1].Value), Is.EqualTo((true, (object?)null)));
            Assert.That(cells[0], Is.Not.EqualTo(cells[1]));
            Assert.That((cells[2].HasValue, cells[2].Value), Is.EqualTo((false, (object?)1L)));
            Assert.That((cells[3].HasValue, cells[3].Value), Is.EqualTo((false, (object?)null)));
        });
    }

    [TestCase("1", "1")]
    [TestCase("-0", "0")]
    [TestCase("1.0", "1.0")]
    [TestCase("-0.0", "-0.0")]
    [TestCase("1e22", "1e+22")]
    [TestCase("1e999", "1e999")]
    [TestCase("9223372036854775808", "9223372036854775808")]
    [TestCase("\"\\ud83d\\ude00 é\"", "\"\\ud83d\\ude00 \\u00e9\"")]
    public void ToJson_Value_IsWrittenAsPythonDoes(string value, string written) =>
        Assert.That(Body($$"""{"op": "return", "value": {{value}}}""")[0].ToString(), Is.EqualTo($$"""{"op": "return", "value": {{written}}}"""));

    [Test]
    public void Equals_WholeNumberAndDouble_AreTwoThings() =>
        Assert.That(new Statement { Op = StatementKind.Return, Value = 1 }, Is.Not.EqualTo(new Statement { Op = StatementKind.Return, Value = 1.0 }));

    [Test]
    public void With_ACopy_LeavesTheOriginal()
    {
        Statement sleep = new() { Op = StatementKind.Sleep, Ms = 5 };
        Statement longer = sleep with { Ms = 6, Value = "x" };
        Assert.That((sleep.Ms, sleep.HasValue, longer.Ms, longer.Value), Is.EqualTo(((long?)5, false, (long?)6, (object?)"x")));
    }

    [Test]
    public void Constructor_StatementWithAFieldOfAnotherOp_IsRefused() =>
        AssertRefused("coroutines.main[0]", new Statement { Op = StatementKind.Yield, On = "t" });

    [Test]
    public void Constructor_StatementThatLacksAField_IsRefused() =>
        AssertRefused("coroutines.main[0].ms", new Statement { Op = StatementKind.Sleep });

    [Test]
    public void Constructor_NumberOutOfRangeInABody_IsRefused() =>
        AssertRefused("coroutines.main[0].body[0].parties",
            new Statement { Op = StatementKind.Group, Body = [new() { Op = StatementKind.Barrier, As = "b", Parties = 0 }] });

    [Test]
    public void Constructor_HalfASurrogatePair_IsRefused() =>
        AssertRefused("coroutines.main[0].text", new Statement { Op = StatementKind.Log, Text = "\ud800" });

    [Test]
    public void Constructor_TwoOperandsForWaitFor_IsRefused() =>
        AssertRefused("coroutines.main[0].of", new Statement { Op = StatementKind.WaitFor, Of = [Operand.Handle("a"), Operand.Call("b")] });

    [Test]
    public void Value_NotANumber_IsRefused() =>
        Assert.That(() => new Statement { Op = StatementKind.Return, Value = double.NaN }, Throws.ArgumentException);

    private static void AssertRefused(string path, Statement statement)
    {
        GraphFormatException e = Assert.Throws<GraphFormatException>(() => _ = new TaskGraph([new("main", [statement])]))!;
        Assert.That(e.Path, Is.EqualTo(path));
    }

    private static IReadOnlyList<Statement> Body(string statements) =>
        TaskGraph.Parse($$$"""{"format": "simasync.graph/1", "coroutines": {"main": [{{{statements}}}]}}""").Coroutines["main"];
}
