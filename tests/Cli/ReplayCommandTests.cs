using System.Text.Json;
using SimAsync.Cli;

namespace SimAsync.Tests.Cli;

public sealed class ReplayCommandTests
{
    private TemporaryFolder folder = null!;
    private string lost = null!;
    private JsonElement found;

    private string Code => found.GetProperty("replayCode").GetString()!;

    [SetUp]
    public void SetUp()
    {
        folder = new TemporaryFolder();
        lost = folder.Write("lost.json", Graphs.LostUpdatePretty);
        found = CliRun.Of("graph", "explore", lost, "--json").Json;
    }

    [TearDown]
    public void TearDown() => folder.Dispose();

    [Test]
    public void Replay_CodeOfAFailure_FailsAgain()
    {
        CliRun run = CliRun.Of("graph", "replay", lost, Code);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.Error, Is.Empty);
        Assert.That(run.Lines, Has.Length.EqualTo(1));
        Assert.That(run.Output, Does.StartWith("""{"outcome":{"error":"AssertionError"},"trace":[[0,"main","enter main"],"""));
    }

    [TestCase("run.html", "<!doctype html>")]
    [TestCase("run.json", "{\"format\":\"simasync.trace/1\"")]
    public void Replay_Trace_IsWrittenInTheFormThatItsNameSays(string name, string beginning)
    {
        string path = Path.Combine(folder.Path, name);
        CliRun run = CliRun.Of("graph", "replay", lost, Code, "--trace", path);

        Assert.That((run.Code, run.Error), Is.EqualTo((ExitCode.Failure, "")));
        Assert.That(run, Is.EqualTo(CliRun.Of("graph", "replay", lost, Code)), "what is printed is the same");
        string written = File.ReadAllText(path);
        Assert.That(written, Does.StartWith(beginning).And.Contain("check balance ! AssertionError"));
        Assert.That(CliRun.Of("trace", Path.ChangeExtension(path, ".json"), "--to", "text").Code, Is.EqualTo(name == "run.json" ? ExitCode.Success : ExitCode.Misuse));
    }

    [Test]
    public void Replay_TraceOfNoKnownForm_SaysWhichThereAre()
    {
        CliRun run = CliRun.Of("graph", "replay", lost, Code, "--trace", "run.pdf");

        Assert.That((run.Code, run.Output), Is.EqualTo((ExitCode.Misuse, "")));
        Assert.That(run.Error, Does.StartWith("--trace: ").And.Contain(".html").And.Contain("run.pdf").And.Not.Contain("Parameter"));
    }

    [Test]
    public void Replay_Text_IsATable()
    {
        CliRun run = CliRun.Of("graph", "replay", lost, Code, "--text");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.Lines[0], Is.EqualTo("0 ms  main    enter main"));
        Assert.That(run.Lines, Has.Member("0 ms  main    check balance ! AssertionError"));
        Assert.That(run.Lines[^1], Is.EqualTo("Failed: AssertionError"));
    }

    [TestCase(Graphs.Five, "Result: 5", 0)]
    [TestCase(Graphs.Deadlock, "Deadlock at 0 s, step 1: 1 task waits and no timer is due.", 1)]
    public void Replay_Text_EndsWithTheOutcome(string graph, string outcome, int code)
    {
        // A code without choices: it fits every graph that has none.
        string empty = CliRun.With(Graphs.Deadlock, "graph", "explore", "-", "--json").Json.GetProperty("replayCode").GetString()!;
        CliRun run = CliRun.With(graph, "graph", "replay", "-", empty, "--text");

        Assert.That(run.Code, Is.EqualTo(code));
        Assert.That(run.Lines, Has.Member(outcome));
    }

    [Test]
    public void Replay_GraphThatWasMended_DoesNotFail()
    {
        string mended = folder.Write("mended.json", Graphs.LostUpdatePretty.Replace("\"equals\": 11", "\"equals\": 10", StringComparison.Ordinal));
        CliRun run = CliRun.Of("graph", "replay", mended, Code);

        Assert.That((run.Code, run.Error), Is.EqualTo((0, "")));
    }

    [Test]
    public void Replay_GraphWithOtherSteps_SaysSo()
    {
        string shorter = folder.Write("shorter.json", Graphs.Five);
        CliRun run = CliRun.Of("graph", "replay", shorter, Code);

        Assert.That((run.Code, run.Output), Is.EqualTo((ExitCode.NoReplay, "")));
        Assert.That(run.Error, Does.Contain("more choices; here the run has ended"));
    }

    [Test]
    public void Replay_GraphThatCodeDoesNotFit_SaysWhere()
    {
        string other = folder.Write("other.json", Graphs.LostUpdatePretty.Replace("[{\"call\": \"fee\"}, ", "[{\"call\": \"fee\"}, {\"call\": \"fee\"}, {\"call\": \"fee\"}, ", StringComparison.Ordinal));
        CliRun run = CliRun.Of("graph", "replay", other, Code);

        Assert.That((run.Code, run.Output), Is.EqualTo((ExitCode.NoReplay, "")));
        Assert.That(run.Error, Does.StartWith("The replay no longer fits at 0 s, step "));
    }

    [TestCase("")]
    [TestCase("sim1.")]
    [TestCase("sim9.AAUIAgAAAABZWU9ZT5mdO1w")]
    [TestCase("sim1.AAUIAgAAAABZWU9ZT5mdO1x")]
    [TestCase("nonsense")]
    public void Replay_CodeThatIsNone_SaysWhy(string code)
    {
        CliRun run = CliRun.Of("graph", "replay", lost, code);

        Assert.That((run.Code, run.Output), Is.EqualTo((ExitCode.NoReplay, "")));
        Assert.That(run.Error, Does.StartWith("The replay code cannot be read: "));
    }

    [Test]
    public void Replay_OneOfSeveral_IsChosenByNameOrLine()
    {
        string file = folder.Write("graphs.jsonl", Graphs.Five, Graphs.Deadlock, Graphs.LostUpdate, Graphs.Five);
        CliRun Replay(params string[] options) => CliRun.Of(["graph", "replay", file, Code, .. options]);

        CliRun byLine = Replay("--line", "3");
        Assert.That(byLine.Output, Is.EqualTo(CliRun.Of("graph", "replay", lost, Code).Output));
        Assert.That(Replay("--name", "lost update"), Is.EqualTo(byLine));
        Assert.That(Replay("--name", "lost update", "--line", "3"), Is.EqualTo(byLine));

        Assert.That(Replay(), Is.EqualTo(new CliRun(2, "", $"{file}: there are 4 graphs in it, and one is needed: choose it by --name NAME or --line N\n")));
        Assert.That(
            Replay("--name", "five"),
            Is.EqualTo(new CliRun(2, "", $"{file}: there are 2 graphs with the name \"five\", and one is needed: choose it by --line, one of 1, 4\n")));
        Assert.That(
            Replay("--line", "5"),
            Is.EqualTo(new CliRun(2, "", $"{file}: there is no graph with line 5; there are \"five\", line 2, \"lost update\", \"five\"\n")));
        Assert.That(
            CliRun.Of("graph", "replay", lost, Code, "--name", "x"),
            Is.EqualTo(new CliRun(2, "", $"{lost}: there is no graph with the name \"x\"; there is one, on line 1, with the name \"lost update\"\n")));
    }

    [Test]
    public void Replay_Verbose_ShowsWarnings()
    {
        string code = CliRun.With(Graphs.Deadlock, "graph", "explore", "-", "--json").Json.GetProperty("replayCode").GetString()!;

        Assert.That(CliRun.With(Graphs.Careless, "graph", "replay", "-", code, "--verbose").Error, Does.Contain("careless: warning at "));
    }

    [Test]
    public void Replay_RunThatOutranItsSteps_OutrunsThemAgain()
    {
        string code = CliRun.With(Graphs.Long, "graph", "explore", "-", "--max-steps", "900", "--json").Json.GetProperty("replayCode").GetString()!;
        CliRun run = CliRun.With(Graphs.Long, "graph", "replay", "-", code, "--max-steps", "900");

        Assert.That(run, Is.EqualTo(new CliRun(1, """{"outcome":{"limit":true},"trace":[]}""" + "\n", "")));
        Assert.That(CliRun.With(Graphs.Long, "graph", "replay", "-", code).Code, Is.Zero);
    }
}
