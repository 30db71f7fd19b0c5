using System.Text;
using SimAsync.Cli;
using SimAsync.FsCheck.Graphs;
using SimAsync.Graphs;

namespace SimAsync.Tests.Cli;

public sealed class RunCommandTests
{
    private const string FivesLine = """{"outcome":{"result":"5"},"trace":[[0,"main","enter main"],[3,"main","sleep 3 = null"],[3,"main","exit main = 5"],[3,"-","main ended"]]}""";

    [Test]
    public void Run_Lines_AnswersEachInOrder()
    {
        string wrapped = $$"""{"expected": 1, "program": {{Graphs.Five}}}""";
        CliRun run = CliRun.With($"{Graphs.Five}\n\n  \t\r\n{Graphs.Deadlock}\r\n{wrapped}", "graph", "run");

        Assert.That(run.Code, Is.Zero);
        Assert.That(run.Error, Is.Empty);
        Assert.That(run.Output, Does.EndWith("\n"));
        Assert.That(run.Lines, Has.Length.EqualTo(3));
        Assert.That(run.Lines[0], Is.EqualTo(FivesLine));
        Assert.That(run.Lines[1], Does.StartWith("""{"outcome":{"deadlock":["main"]},"trace":["""));
        Assert.That(run.Lines[2], Is.EqualTo(FivesLine));
    }

    [TestCase("")]
    [TestCase("\n \n")]
    public void Run_NoGraph_PrintsNothing(string input) =>
        Assert.That(CliRun.With(input, "graph", "run"), Is.EqualTo(new CliRun(0, "", "")));

    [Test]
    public void Run_MalformedLines_AreAnsweredInTheirPlaces()
    {
        byte[] notUtf8 = [(byte)'"', 0xC3, 0x28, (byte)'"'];
        byte[] input = [.. Encoding.UTF8.GetBytes($"{Graphs.Five}\n\n{Graphs.BadField}\n{{\"a\n"), .. notUtf8, .. Encoding.UTF8.GetBytes($"\n{Graphs.Five}\n[]")];
        CliRun run = CliRun.With(input, "graph", "run");

        string[] errors =
        [
            "line 3: coroutines.main[1].ms: a number is needed, found \"x\"",
            "line 4, column 4: not JSON: the text ends before it is complete",
            "line 5: the text is not UTF-8",
            "line 7: an object is needed, found []",
        ];
        Assert.That(run.Code, Is.EqualTo(ExitCode.Misuse));
        Assert.That(run.Error, Is.EqualTo(string.Concat(errors.Select(static error => error + "\n"))));
        Assert.That(run.Lines, Has.Length.EqualTo(6));
        Assert.That(run.Lines[0], Is.EqualTo(FivesLine));
        Assert.That(run.Lines[1], Is.EqualTo("""{"error":"line 3: coroutines.main[1].ms: a number is needed, found \"x\""}"""));
        Assert.That(run.Lines[2], Does.StartWith("""{"error":"line 4, column 4"""));
        Assert.That(run.Lines[3], Does.StartWith("""{"error":"line 5"""));
        Assert.That(run.Lines[4], Is.EqualTo(FivesLine));
        Assert.That(run.Lines[5], Does.StartWith("""{"error":"line 7"""));
    }

    [Test]
    public void Run_ByteOrderMark_IsPassedOver() =>
        Assert.That(CliRun.With([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Graphs.Five)], "graph", "run").Lines, Is.EqualTo(new[] { FivesLine }));

    [Test]
    public void Run_Utf16_SaysSo()
    {
        byte[] input = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Graphs.Five)];

        Assert.That(CliRun.With(input, "graph", "run"), Is.EqualTo(new CliRun(2, "", "the input is UTF-16, and UTF-8 is needed\n")));
    }

    [Test]
    public void Run_LineThatIsTooLong_IsRefusedAlone()
    {
        CliRun run = CliRun.With($"{new string('[', 20 << 20)}\n{Graphs.Five}\n", "graph", "run");

        Assert.That(run.Error, Is.EqualTo("line 1: the text is longer than 16 MiB\n"));
        Assert.That(run.Lines, Is.EqualTo(new[] { """{"error":"line 1: the text is longer than 16 MiB"}""", FivesLine }));
    }

    [Test]
    public void Run_MaxSteps_GivesUp()
    {
        CliRun run = CliRun.With(Graphs.Long, "graph", "run", "--max-steps", "1000");

        Assert.That(run, Is.EqualTo(new CliRun(0, """{"outcome":{"limit":true},"trace":[]}""" + "\n", "")));
    }

    [Test]
    public void Run_FromAFile_IsAsFromStdin()
    {
        using var folder = new TemporaryFolder();
        string[] graphs = [.. Enumerable.Range(0, 50).Select(static seed => GraphGenerator.Generate((ulong)seed).ToJson())];
        CliRun fromFile = CliRun.Of("graph", "run", folder.Write("graphs.jsonl", graphs));
        string[] expected = [.. graphs.Select(static graph => GraphSimulation.Run(TaskGraph.Parse(graph)).ToJson())];

        Assert.That(fromFile.Lines, Is.EqualTo(expected));
        Assert.That(CliRun.With(string.Join('\n', graphs), "graph", "run", "-"), Is.EqualTo(fromFile));
    }

    [Test]
    public void Run_Random_HangsOnTheSeedAlone()
    {
        string input = string.Join('\n', Enumerable.Range(0, 50).Select(static seed => GraphGenerator.Generate((ulong)seed).ToJson()));
        CliRun one = CliRun.With(input, "graph", "run", "--strategy", "random", "--seed", "1");

        Assert.That(CliRun.With(input, "graph", "run", "--strategy", "random", "--seed", "1"), Is.EqualTo(one));
        Assert.That(CliRun.With(input, "graph", "run", "--strategy", "random", "--seed", "2").Output, Is.Not.EqualTo(one.Output));
        Assert.That(CliRun.With(input, "graph", "run").Output, Is.Not.EqualTo(one.Output));
    }

    [Test]
    public void Run_Verbose_ShowsWarnings()
    {
        CliRun quiet = CliRun.With(Graphs.Careless, "graph", "run");
        CliRun verbose = CliRun.With(Graphs.Careless, "graph", "run", "--verbose");

        Assert.That(quiet.Error, Is.Empty);
        Assert.That(verbose.Output, Is.EqualTo(quiet.Output));
        Assert.That(verbose.Error, Does.StartWith("line 1: warning at ").And.Contain("root.1.1 't'"));
    }

    [Test]
    public void Run_BeforeItWaitsForInput_HasAnsweredWhatCameBefore()
    {
        using var output = new MemoryStream();
        using var input = new Conversation(output, Graphs.Five + "\n", Graphs.Deadlock + "\n");
        CliRun.To(output, input, ["graph", "run"]);

        Assert.That(input.AnsweredAtEachRead, Is.EqualTo(new[] { 0, 1, 2 }));
    }

    /// <summary>Gives a part at each read, and counts the lines that were answered by then.</summary>
    private sealed class Conversation(MemoryStream output, params string[] parts) : MemoryStream
    {
        private readonly Queue<string> left = new(parts);

        public List<int> AnsweredAtEachRead { get; } = [];

        public override int Read(byte[] buffer, int offset, int count)
        {
            AnsweredAtEachRead.Add(output.ToArray().Count(static b => b == '\n'));
            return left.TryDequeue(out string? part) ? Encoding.UTF8.GetBytes(part, buffer.AsSpan(offset, count)) : 0;
        }
    }
}
