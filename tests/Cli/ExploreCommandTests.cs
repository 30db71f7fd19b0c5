using System.Text.Json;
using SimAsync.Cli;
using SimAsync.Tests.Exploration;

namespace SimAsync.Tests.Cli;

public sealed class ExploreCommandTests
{
    private static readonly string[] Fields =
    [
        "name", "line", "strategy", "seed", "runs", "found", "run", "deviations", "replayCode", "steps", "exception", "complete", "shrinkRuns", "deviationsFound",
        "reproducible", "runLimit", "maxSteps", "shards", "corpusPlace", "interleavings", "classes",
    ];

    private TemporaryFolder folder = null!;

    [SetUp]
    public void SetUp() => folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => folder.Dispose();

    // Of the orders of the graph's few steps, more than one in a hundred loses the fee: that a thousand runs all miss it has a chance below 0.99^1000, e^-10.
    // And the seed is fixed.
    [TestCase("portfolio")]
    [TestCase("random")]
    public void Explore_LostUpdate_IsFoundAndShrunk(string strategy)
    {
        string file = folder.Write("lost.json", Graphs.LostUpdatePretty);
        CliRun run = CliRun.Of("graph", "explore", file, "--strategy", strategy, "--seed", "3", "--json");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.Error, Is.Empty);
        Assert.That(run.Lines, Has.Length.EqualTo(1));
        JsonElement json = run.Json;
        Assert.That(json.EnumerateObject().Select(static field => field.Name), Is.EqualTo(Fields));
        Assert.Multiple(() =>
        {
            Assert.That(json.GetProperty("name").GetString(), Is.EqualTo("lost update"));
            Assert.That(json.GetProperty("line").GetInt32(), Is.EqualTo(1));
            Assert.That(json.GetProperty("strategy").GetString(), Is.EqualTo(strategy));
            Assert.That(json.GetProperty("seed").GetUInt64(), Is.EqualTo(3));
            Assert.That(json.GetProperty("found").GetBoolean());
            Assert.That(json.GetProperty("runs").GetInt32(), Is.EqualTo(json.GetProperty("run").GetInt32()).And.InRange(1, 1000));
            Assert.That(json.GetProperty("deviations").GetInt32(), Is.InRange(1, json.GetProperty("deviationsFound").GetInt32()));
            Assert.That(json.GetProperty("replayCode").GetString(), Does.StartWith("sim1."));
            Assert.That(json.GetProperty("steps").GetInt32(), Is.GreaterThan(3));
            Assert.That(json.GetProperty("exception").GetProperty("type").GetString(), Is.EqualTo("AssertionError"));
            Assert.That(json.GetProperty("exception").GetProperty("message").GetString(), Is.EqualTo("AssertionError"));
            Assert.That(json.GetProperty("complete").GetBoolean(), Is.False);
            Assert.That(json.GetProperty("shrinkRuns").GetInt32(), Is.Positive);
            Assert.That(json.GetProperty("reproducible").GetBoolean());
        });
    }

    [Test]
    public void Explore_NoShrink_GivesTheRunAsItWasFound()
    {
        string file = folder.Write("lost.json", Graphs.LostUpdate);
        JsonElement json = CliRun.Of("graph", "explore", file, "--strategy", "random", "--no-shrink", "--json").Json;

        Assert.That(json.GetProperty("shrinkRuns").GetInt32(), Is.Zero);
        Assert.That(json.GetProperty("deviations").GetInt32(), Is.EqualTo(json.GetProperty("deviationsFound").GetInt32()));
    }

    [Test]
    public void Explore_Exhaustive_SaysWhatItCovered()
    {
        string file = folder.Write("two.json", """
            {"format": "simasync.graph/1", "name": "two", "coroutines": {"main": [{"op": "task", "call": "a"}, {"op": "cell", "as": "n", "value": 0}, {"op": "store", "on": "n", "value": 1}, {"op": "yield"}], "a": [{"op": "store", "on": "n", "value": 2}]}}
            """);

        Assert.That(CliRun.Of("graph", "explore", file, "--strategy", "exhaustive").Output, Is.EqualTo(
            "two: 2 runs, and none failed (exhaustive, seed 0) (2 interleavings of 2 classes): complete, a proof within its bounds.\n"));
    }

    [Test]
    public void Explore_NothingFails_SaysSo()
    {
        string file = folder.Write("five.json", Graphs.Five);
        CliRun json = CliRun.Of("graph", "explore", file, "--runs", "20", "--seed", "18446744073709551615", "--json");

        Assert.That(json, Is.EqualTo(new CliRun(0, """
            {"name":"five","line":1,"strategy":"portfolio","seed":18446744073709551615,"runs":20,"found":false,"run":null,"deviations":null,"replayCode":null,"steps":null,"exception":null,"complete":false,"shrinkRuns":null,"deviationsFound":null,"reproducible":null,"runLimit":20,"maxSteps":100000,"shards":null,"corpusPlace":null,"interleavings":null,"classes":null}

            """.ReplaceLineEndings("\n"), "")));
        Assert.That(CliRun.Of("graph", "explore", file, "--runs", "20"), Is.EqualTo(new CliRun(0, "five: 20 runs, and none failed (portfolio, seed 0).\n", "")));
    }

    [Test]
    public void Explore_InOrder_DoesNotFindWhatOnlyAnotherOrderShows() =>
        Assert.That(CliRun.Of("graph", "explore", folder.Write("lost.json", Graphs.LostUpdate), "--strategy", "in-order", "--runs", "3").Code, Is.Zero);

    [Test]
    public void Explore_Text_EndsWithTheCommandThatPlaysItAgain()
    {
        string file = folder.Write("lost update.json", Graphs.LostUpdate);
        string code = CliRun.Of("graph", "explore", file, "--json").Json.GetProperty("replayCode").GetString()!;
        CliRun run = CliRun.Of("graph", "explore", file);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.Lines[0], Does.Match(@"^lost update: run \d+ failed \(portfolio, seed 0\): AssertionError$"));
        Assert.That(run.Lines[2], Does.Match(@"^  \d+ steps, \d+ out of order( \(shrunk from \d+ in \d+ runs\))?\.$"));
        Assert.That(run.Lines[^1], Is.EqualTo($"  Play it again: simasync graph replay '{file}' {code}"));
    }

    [Test]
    public void Explore_Text_HasATableOfTheStepsByTheNamesOfTheGraph()
    {
        CliRun run = CliRun.Of("graph", "explore", folder.Write("lost.json", Graphs.LostUpdate));

        Assert.That(run.Lines[3], Does.Match("^ +time +step +task +what it did$"));
        Assert.That(run.Output, Does.Contain("began fee, deposit;").And.Match(@"\n  >  0 s +\d  root\.1\.2 deposit +started; enter deposit; .*\n +in order: root\.1\.1 fee: its start, which ran as step"));
        Assert.That(run.Lines, Has.Length.LessThanOrEqualTo(40));
    }

    [Test]
    public void Explore_MaxSteps_IsInTheCommandThatPlaysItAgain()
    {
        CliRun run = CliRun.With(Graphs.Long, "graph", "explore", "-", "--max-steps", "1000");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.Output, Does.Contain("StepLimitException: ").And.EndsWith(" --max-steps 1000\n"));
    }

    [Test]
    public void Explore_SeveralGraphs_GivesALineEach()
    {
        string file = folder.Write("graphs.jsonl", Graphs.Five, "", Graphs.Deadlock, Graphs.LostUpdate);
        CliRun run = CliRun.Of("graph", "explore", file, "--json");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        JsonElement[] lines = [.. run.Lines.Select(static line => JsonElement.Parse(line))];
        Assert.That(lines.Select(static line => line.GetProperty("line").GetInt32()), Is.EqualTo(new[] { 1, 3, 4 }));
        Assert.That(lines.Select(static line => line.GetProperty("name").GetString()), Is.EqualTo(new[] { "five", null, "lost update" }));
        Assert.That(lines.Select(static line => line.GetProperty("found").GetBoolean()), Is.EqualTo(new[] { false, true, true }));
        Assert.That(lines[1].GetProperty("exception").GetProperty("type").GetString(), Is.EqualTo("DeadlockException"));

        Assert.That(CliRun.Of("graph", "explore", file).Output, Does.Contain("\nline 3: run 1 failed ").And.Contain(" --line 4\n"));
    }

    [Test]
    public void Explore_Corpus_KeepsAFailureAndPlaysItFirst()
    {
        string file = folder.Write("lost.jsonl", Graphs.LostUpdate, Graphs.Five);
        string corpus = Path.Combine(folder.Path, "corpus");
        string[] args = ["graph", "explore", file, "--corpus", corpus, "--runs", "30"];
        CliRun first = CliRun.Of(args);
        Assert.That((first.Code, first.Error), Is.EqualTo((ExitCode.Failure, "")));
        string kept = Directory.GetFiles(corpus, "*.txt").Single();
        Assert.That(Path.GetFileName(kept), Does.StartWith("lost.jsonl_lost_update-"));

        CliRun again = CliRun.Of([.. args, "--strategy", "in-order", "--shard", "2/2"]);
        Assert.That(again.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(again.Lines[0], Is.EqualTo($"lost update: a kept run failed again ({kept}:2): AssertionError"));
        Assert.That(again.Lines[^1], Is.EqualTo("five: 15 runs, and none failed (in-order, seed 0, shard 2/2)."));
        JsonElement json = CliRun.Of([.. args, "--json"]).Lines.Select(static line => JsonElement.Parse(line)).First();
        Assert.That((json.GetProperty("run").GetInt32(), json.GetProperty("runs").GetInt32(), json.GetProperty("corpusPlace").GetString()), Is.EqualTo((0, 0, $"{kept}:2")));

        File.AppendAllText(kept, "rubbish\n");
        CliRun warned = CliRun.Of(args);
        Assert.That(warned.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(warned.Error, Does.StartWith($"lost update: warning: {kept}:3: The replay code cannot be read"));
        Assert.That(CliRun.Of("graph", "explore", file, "--corpus", ""), Is.EqualTo(new CliRun(2, "", "--corpus: a folder's name is needed, found \"\"\n")));
    }

    [Test]
    public void Explore_CorpusOfGraphsWithoutNames_GivesEachAFile()
    {
        string unnamed = Graphs.LostUpdate.Replace("\"name\":\"lost update\",", "", StringComparison.Ordinal);
        string file = folder.Write("lost.jsonl", unnamed, unnamed, Graphs.LostUpdate, Graphs.LostUpdate);
        string corpus = Path.Combine(folder.Path, "corpus");
        CliRun.Of("graph", "explore", file, "--corpus", corpus);

        Assert.That(Directory.GetFiles(corpus, "*.txt"), Has.Length.EqualTo(4));
    }

    [Test]
    public void Explore_FileThatIsNoGraph_SaysWhere()
    {
        string Error(params string[] lines)
        {
            string file = folder.Write("bad.json", lines);
            CliRun run = CliRun.Of("graph", "explore", file);
            Assert.That((run.Code, run.Output), Is.EqualTo((ExitCode.Misuse, "")));
            return run.Error.Replace(file, "FILE", StringComparison.Ordinal);
        }

        Assert.That(Error(), Is.EqualTo("FILE: there is no graph in it\n"));
        Assert.That(Error(Graphs.Five, "", Graphs.BadField), Is.EqualTo("FILE: line 3: coroutines.main[1].ms: a number is needed, found \"x\"\n"));
        Assert.That(Error("{", "", "\"format\"}"), Does.StartWith("FILE: line 3, column 9: not JSON from here on"));
        Assert.That(Error("{", "\"format\": \"x\"}"), Is.EqualTo("FILE: format: \"simasync.graph/1\" is needed, found \"x\"\n"));
    }

    [Test]
    public void Explore_FileThatIsNotUtf8_SaysSo()
    {
        string file = folder.Write("bad.json");
        File.WriteAllBytes(file, [(byte)'{', 0xFF, (byte)'}']);
        Assert.That(CliRun.Of("graph", "explore", file).Error, Is.EqualTo($"{file}: the text is not UTF-8\n"));

        File.WriteAllBytes(file, [0xFE, 0xFF, 0, (byte)'{']);
        Assert.That(CliRun.Of("graph", "explore", file), Is.EqualTo(new CliRun(2, "", $"{file}: the input is UTF-16, and UTF-8 is needed\n")));
    }

    [Test]
    public void Explore_OnATerminal_ShowsProgressInOneLineAndASummary()
    {
        using var output = new MemoryStream();
        string file = folder.Write("five.json", Graphs.Five);
        var (_, error) = CliRun.To(output, new MemoryStream(), ["graph", "explore", file, "--runs", "1000", "--jobs", "1"], interactive: true, new StepClock(1));

        const string Rest = @"[\d,]+ a second, 1 distinct schedule, no failure; portfolio( \([a-z -]+\))?";
        Assert.That(error, Does.Match($@"^(\r\e\[K\e\[\?7lfive: [\d,]+ of 1,000 runs, {Rest}\e\[\?7h)+\r\e\[Kfive: 1,000 runs in [\d.]+ s, {Rest}\n$"));
    }

    [Test]
    public void Explore_InAPipe_ShowsProgressInALineInTenSecondsAndASummary()
    {
        using var output = new MemoryStream();
        string file = folder.Write("five.json", Graphs.Five);
        var (_, error) = CliRun.To(output, new MemoryStream(), ["graph", "explore", file, "--runs", "100", "--jobs", "1"], interactive: false, new StepClock(1));

        string[] lines = error.TrimEnd('\n').Split('\n');
        Assert.That(lines, Has.Length.EqualTo(11));
        Assert.That(lines.SkipLast(1), Has.All.Match(@"^five: \d+ of 100 runs, 1 a second, "));
        Assert.That(lines[^1], Does.StartWith("five: 100 runs in 101.0 s, "));
        Assert.That(error, Does.Not.Contain('\e'));
    }

    [Test]
    public void Explore_InAMoment_ShowsNothing()
    {
        using var output = new MemoryStream();
        string file = folder.Write("five.json", Graphs.Five);
        var (_, error) = CliRun.To(output, new MemoryStream(), ["graph", "explore", file, "--runs", "100"], interactive: true, new StepClock(0.01));

        Assert.That(error, Is.Empty);
    }
}
