using System.Text;
using SimAsync.Cli;
using SimAsync.Tests.Traces;
using SimAsync.Traces;

namespace SimAsync.Tests.Cli;

public sealed class TraceCommandTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void SetUp() => folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => folder.Dispose();

    [TestCase("html", TraceFormat.Html)]
    [TestCase("perfetto", TraceFormat.Perfetto)]
    [TestCase("mermaid", TraceFormat.Mermaid)]
    [TestCase("text", TraceFormat.Text)]
    [TestCase("json", TraceFormat.Json)]
    public void Trace_ToAForm_PrintsIt(string name, TraceFormat format)
    {
        string json = Json();
        string file = folder.Write("trace.json", json);
        string expected = Written(format);
        string output = Path.Combine(folder.Path, "out.any");

        Assert.That(CliRun.Of("trace", file, "--to", name), Is.EqualTo(new CliRun(ExitCode.Success, expected, "")));
        Assert.That(CliRun.With(json, "trace", "-", "--to", name, "--out", "-"), Is.EqualTo(new CliRun(ExitCode.Success, expected, "")));
        Assert.That(CliRun.Of("trace", file, "--to", name, "--out", output), Is.EqualTo(new CliRun(ExitCode.Success, "", "")));
        Assert.That(File.ReadAllText(output), Is.EqualTo(expected));
    }

    [TestCase("x.perfetto.json", TraceFormat.Perfetto)]
    [TestCase("x.json", TraceFormat.Json)]
    [TestCase("x.mmd", TraceFormat.Mermaid)]
    [TestCase("x.TXT", TraceFormat.Text)]
    public void Trace_OutWithoutTo_IsInTheFormThatTheNameSays(string name, TraceFormat format)
    {
        string output = Path.Combine(folder.Path, name);

        Assert.That(CliRun.With(Json(), "trace", "-", "--out", output), Is.EqualTo(new CliRun(ExitCode.Success, "", "")));
        Assert.That(File.ReadAllText(output), Is.EqualTo(Written(format)));
    }

    [TestCase("simasync.trace/1", "simasync.trace/9", "$.format: this reads simasync.trace/1, found \"simasync.trace/9\"")]
    [TestCase("\"lane\":2,\"kind\"", "\"lane\":7,\"kind\"", "$.runs[0].steps[1].lane: there is no such lane: there are 3, counted from 0, found 7")]
    [TestCase("\"ranAs\":3", "\"ranAs\":33", "$.runs[0].steps[1].insteadOf.ranAs: there is no such step: the run has 4, found 33")]
    [TestCase("\"steps\":[", "\"steps\":[null,", "$.runs[0].steps[0]: an object is needed, found null")]
    [TestCase("\"failed\":true", "\"failed\":", "line 1, column ")]
    public void Trace_AFileThatIsNone_SaysWhereAndWritesNothing(string part, string instead, string error)
    {
        string bad = Json().Replace(part, instead, StringComparison.Ordinal);
        string file = folder.Write("bad.json", bad);
        string output = folder.Write("old.txt", "old");
        CliRun run = CliRun.Of("trace", file, "--out", output);

        Assert.That((run.Code, run.Output), Is.EqualTo((ExitCode.Misuse, "")));
        Assert.That(run.Error, Does.StartWith($"{file}: {error}").And.EndsWith("\n"));
        Assert.That(run.Error.TrimEnd('\n'), Does.Not.Contain("\n"));
        Assert.That(File.ReadAllText(output), Is.EqualTo("old\n"));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(2));
    }

    [TestCase("", "-: The text is empty")]
    [TestCase("[]", "-: $: an object is needed, found a list")]
    [TestCase("{\"format\": \"simasync.graph/1\", \"coroutines\": {}}", "-: $.format: this reads simasync.trace/1, found \"simasync.graph/1\"")]
    [TestCase("{\"format\": \"simasync.trace/1\"", "-: line 1, column 30: not JSON: the text ends before it is complete")]
    public void Trace_TextThatIsNone_SaysSo(string text, string error) =>
        Assert.That(CliRun.With(text, "trace", "-", "--to", "text"), Is.EqualTo(new CliRun(ExitCode.Misuse, "", error + "\n")));

    [Test]
    public void Trace_CutOffAnywhere_IsRefused()
    {
        byte[] json = Encoding.UTF8.GetBytes(Json());
        for (int length = 0; length < json.Length; length += 7)
        {
            CliRun run = CliRun.With(json[..length], "trace", "-", "--to", "text");
            Assert.That((run.Code, run.Output), Is.EqualTo((ExitCode.Misuse, "")));
        }
    }

    [TestCase("[")]
    [TestCase("{\"a\":")]
    public void Trace_NestedDeep_IsRefusedOrPassedOver(string open)
    {
        string deep = string.Concat(Enumerable.Repeat(open, 1_000_000));
        CliRun refused = CliRun.With($"{{\"format\":\"simasync.trace/1\",\"runs\":[{{\"failed\":{deep}", "trace", "-", "--to", "text");
        Assert.That((refused.Code, refused.Error), Is.EqualTo((ExitCode.Misuse, $"-: $.runs[0].failed: true or false is needed, found {(open == "[" ? "a list" : "an object")}\n")));

        string json = Json();
        CliRun passed = CliRun.With($"{json[..^1]},\"more\":{deep}1{string.Concat(Enumerable.Repeat(open == "[" ? "]" : "}", 1_000_000))}}}", "trace", "-", "--to", "json");
        Assert.That((passed.Code, passed.Output), Is.EqualTo((ExitCode.Success, json)));
    }

    [Test]
    public void Trace_FileThatCannotBeRead_SaysWhich()
    {
        string missing = Path.Combine(folder.Path, "missing.json");

        Assert.That(CliRun.Of("trace", missing, "--to", "text"), Is.EqualTo(new CliRun(ExitCode.Misuse, "", $"{missing}: there is no such file\n")));
        Assert.That(CliRun.Of("trace", folder.Path, "--to", "text"), Is.EqualTo(new CliRun(ExitCode.Misuse, "", $"{folder.Path}: this is a directory, and a file is needed\n")));
    }

    [Test]
    public void Trace_OutThatCannotBeWritten_SaysWhich()
    {
        string output = Path.Combine(folder.Path, "no", "such", "x.txt");
        CliRun run = CliRun.With(Json(), "trace", "-", "--out", output);

        Assert.That((run.Code, run.Output), Is.EqualTo((ExitCode.OutputLost, "")));
        Assert.That(run.Error, Does.StartWith($"{output}: it cannot be written: "));
    }

    private static string Json() => TraceJson.Write(Documents.Order());

    private static string Written(TraceFormat format)
    {
        using var stream = new MemoryStream();
        new SimTrace(Documents.Order()).Write(stream, format);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
