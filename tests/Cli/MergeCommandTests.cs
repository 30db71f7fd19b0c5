using System.Text.Json;
using SimAsync.Cli;

namespace SimAsync.Tests.Cli;

public sealed class MergeCommandTests
{
    private const string Passed =
        """{"name":"five","line":1,"strategy":"random","seed":3,"runs":5,"found":false,"run":null,"deviations":null,"replayCode":null,"steps":null,"exception":null,"complete":false,"shrinkRuns":null,"deviationsFound":null,"reproducible":null,"runLimit":20,"maxSteps":100,"shards":["1/4"],"corpusPlace":null}""";

    private const string Failed =
        """{"name":"five","line":1,"strategy":"random","seed":3,"runs":2,"found":true,"run":6,"deviations":1,"replayCode":"sim1.x","steps":9,"exception":{"type":"ValueError","message":"ü\n\"x\""},"complete":false,"shrinkRuns":4,"deviationsFound":2,"reproducible":true,"runLimit":20,"maxSteps":100,"shards":["2/4"],"corpusPlace":null}""";

    // What is changed in a line that is right, into what, and what is then wrong with it; ' for ".
    private static readonly TestCaseData[] Broken =
    [
        new("{'name", "{name", "this is not JSON as graph explore --json prints it: "),
        new("'corpusPlace':null}", "'corpusPlace':null}}", "this is not JSON as graph explore --json prints it: "),
        new("'corpusPlace':null}", "'corpusPlace':null,'seed':3}", "this is not JSON as graph explore --json prints it: "),
        new("five", "\\ud800", "this is not JSON as graph explore --json prints it: "),
        new(null, "[]", "an object is needed, as graph explore --json prints it"),
        new(null, "null", "an object is needed, as graph explore --json prints it"),
        new(null, "{'outcome':{'result':'5'},'trace':[]}", "name: this field is missing"),
        new("'seed':3,", "", "seed: this field is missing"),
        new("'shards':['1/4'],", "", "shards: this field is missing"),
        new("'corpusPlace':", "'corpus':", "corpusPlace: this field is missing"),
        new("'five'", "5", "name: a string or null is needed, found 5"),
        new("'line':1", "'line':0", "line: a whole number from 1 is needed, found 0"),
        new("'random'", "null", "strategy: a string is needed, found null"),
        new("'seed':3", "'seed':-3", "seed: a whole number from 0 is needed, found -3"),
        new("'seed':3", "'seed':'3'", "seed: a whole number from 0 is needed, found '3'"),
        new("'runs':5", "'runs':5.5", "runs: a whole number from 0 is needed, found 5.5"),
        new("'runs':5", "'runs':2147483648", "runs: a whole number from 0 is needed, found 2147483648"),
        new("['1/4']", "[]", "shards: null, or a list of shards such as '2/8', is needed, found something else"),
        new("['1/4']", "['0/4']", "shards: null, or a list of shards such as '2/8', is needed, found something else"),
        new("['1/4']", "[1]", "shards: null, or a list of shards such as '2/8', is needed, found something else"),
        new("['1/4']", "'1/4'", "shards: null, or a list of shards such as '2/8', is needed, found '1/4'"),
        new("'found':false", "'found':true", "deviations: a whole number from 0 is needed, found null"),
        new("'found':false", "'found':0", "found: true or false is needed, found 0"),
        new("'run':null", "'run':7", "run: null, for found is false, is needed, found 7"),
        new("'exception':null", "'exception':{}", "exception: null, for found is false, is needed, found something else"),
    ];

    private TemporaryFolder folder = null!;

    [SetUp]
    public void SetUp() => folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => folder.Dispose();

    [TestCase("random", 1)]
    [TestCase("random", 3)]
    [TestCase("portfolio", 8)]
    public void Merge_AllShardsOfAnExploration_SaysWhatTheWholeSays(string strategy, int count)
    {
        string file = folder.Write("graphs.jsonl", Graphs.Five, Graphs.LostUpdate, Graphs.Deadlock);
        string[] explore = ["graph", "explore", file, "--strategy", strategy, "--runs", "64", "--json"];
        JsonElement[] whole = [.. CliRun.Of(explore).Lines.Select(static line => JsonElement.Parse(line))];
        string[] parts = [.. Enumerable.Range(1, count).Select(number => folder.Write($"{number}.jsonl", CliRun.Of([.. explore, "--shard", $"{number}/{count}"]).Output))];

        CliRun merged = CliRun.Of(["report", "merge", .. parts.Reverse()]);
        Assert.That((merged.Code, merged.Error), Is.EqualTo((ExitCode.Failure, "")));
        JsonElement[] lines = [.. merged.Lines.Select(static line => JsonElement.Parse(line))];
        Assert.That(lines, Has.Length.EqualTo(3));
        foreach ((JsonElement expected, JsonElement actual) in whole.Zip(lines))
        {
            Assert.That(actual.EnumerateObject().Select(static field => field.Name), Is.EqualTo(expected.EnumerateObject().Select(static field => field.Name)));

            // The other shards do not know of the failure, and go on: they have more runs.
            foreach (JsonProperty field in expected.EnumerateObject().Where(field => field.Name != "runs" || !expected.GetProperty("found").GetBoolean()))
            {
                Assert.That(actual.GetProperty(field.Name).GetRawText(), Is.EqualTo(field.Value.GetRawText()), field.Name);
            }
        }

        // What was merged is of the same form, and merges.
        Assert.That(CliRun.With(merged.Output, "report", "merge", "-"), Is.EqualTo(merged));
    }

    [Test]
    public void Merge_AShardIsMissing_PrintsTheRestAndFails()
    {
        string passed = folder.Write("1.jsonl", Passed);
        string third = folder.Write("3.jsonl", Passed.Replace("1/4", "3/4", StringComparison.Ordinal));
        CliRun run = CliRun.Of("report", "merge", third, passed);

        Assert.That((run.Code, run.Error), Is.EqualTo((ExitCode.Misuse, "five: shards 2/4, 4/4 are missing\n")));
        Assert.That(run.Output, Is.EqualTo(Passed.Replace("\"runs\":5", "\"runs\":10", StringComparison.Ordinal).Replace("[\"1/4\"]", "[\"1/4\",\"3/4\"]", StringComparison.Ordinal) + "\n"));

        // With the failure of the second, it is that which is printed, as it stood; with the fourth, all are there.
        string failed = folder.Write("2.jsonl", Failed);
        CliRun found = CliRun.Of("report", "merge", folder.Write("13.jsonl", run.Output), failed);
        Assert.That((found.Code, found.Error), Is.EqualTo((ExitCode.Misuse, "five: shard 4/4 is missing\n")));
        Assert.That(found.Output, Is.EqualTo(Failed.Replace("\"runs\":2", "\"runs\":12", StringComparison.Ordinal).Replace("\"2/4\"", "\"1/4\",\"2/4\",\"3/4\"", StringComparison.Ordinal) + "\n"));

        string fourth = folder.Write("4.jsonl", Failed.Replace("2/4", "4/4", StringComparison.Ordinal).Replace("\"run\":6", "\"run\":4", StringComparison.Ordinal).Replace("ValueError", "SimulationBugException", StringComparison.Ordinal));
        CliRun bug = CliRun.Of("report", "merge", passed, failed, third, fourth);
        Assert.That((bug.Code, bug.Error), Is.EqualTo((ExitCode.Bug, "")));
        Assert.That(bug.Json.GetProperty("run").GetInt32(), Is.EqualTo(4));
    }

    [Test]
    public void Merge_ManyMissing_NamesTen()
    {
        CliRun run = CliRun.Of("report", "merge", folder.Write("1.jsonl", Passed.Replace("1/4", "7/2000000", StringComparison.Ordinal)));

        Assert.That(run.Error, Does.StartWith("five: shards 1/2000000, 2/2000000, ").And.EndsWith(", 11/2000000 and 1999989 more are missing\n"));
    }

    [Test]
    public void Merge_AllComplete_IsComplete()
    {
        string complete = Passed.Replace("\"complete\":false", "\"complete\":true", StringComparison.Ordinal);
        string half = complete.Replace("1/4", "1/2", StringComparison.Ordinal);
        string other = complete.Replace("1/4", "2/2", StringComparison.Ordinal);

        Assert.That(CliRun.With($"{half}\n{other}\n", "report", "merge", "-").Json.GetProperty("complete").GetBoolean());
        Assert.That(CliRun.With($"{half}\n{other.Replace("true", "false", StringComparison.Ordinal)}\n", "report", "merge", "-").Json.GetProperty("complete").GetBoolean(), Is.False);
        Assert.That(CliRun.With($"{half}\n", "report", "merge", "-").Json.GetProperty("complete").GetBoolean(), Is.False);
    }

    [TestCaseSource(nameof(Broken))]
    public void Merge_ALineThatIsNoReport_SaysWhichFieldOfWhichLine(string? part, string instead, string error)
    {
        static string Quotes(string text) => text.Replace('\'', '"');
        string bad = Passed.Replace(part is null ? Passed : Quotes(part), Quotes(instead), StringComparison.Ordinal);
        Assert.That(bad, Is.Not.EqualTo(Passed));
        string good = folder.Write("good.jsonl", Passed.Replace("1/4", "2/4", StringComparison.Ordinal));
        string file = folder.Write("bad.jsonl", "", bad);
        CliRun run = CliRun.Of("report", "merge", good, file);

        Assert.That((run.Code, run.Output), Is.EqualTo((ExitCode.Misuse, "")));
        Assert.That(run.Error, Does.StartWith($"{file}: line 2: {Quotes(error)}"));
    }

    [TestCase("\"seed\":3", "\"seed\":4", "seed: 4, and FIRST has 3: these are different explorations")]
    [TestCase("random", "portfolio", "strategy: \"portfolio\", and FIRST has \"random\": these are different explorations")]
    [TestCase("\"runLimit\":20", "\"runLimit\":21", "runLimit: 21, and FIRST has 20: these are different explorations")]
    [TestCase("\"maxSteps\":100", "\"maxSteps\":101", "maxSteps: 101, and FIRST has 100: these are different explorations")]
    [TestCase("2/4", "2/5", "shards: 2/5, and FIRST has 1/4: these are different explorations")]
    [TestCase("2/4", "1/4", "shards: 1/4 is there twice, for FIRST has it too")]
    [TestCase("[\"2/4\"]", "null", "shards: this is the whole exploration, to which FIRST adds nothing")]
    [TestCase("[\"2/4\"]", "[\"2/4\",\"2/4\"]", "shards: 2/4 is there twice, for SECOND has it too")]
    public void Merge_ReportsThatDoNotBelongTogether_SaysWhy(string part, string instead, string error)
    {
        string second = Failed.Replace(part, instead, StringComparison.Ordinal);
        Assert.That(second, Is.Not.EqualTo(Failed));
        string[] files = [folder.Write("1.jsonl", Passed), folder.Write("2.jsonl", second)];
        CliRun run = CliRun.Of("report", "merge", files[0], files[1]);

        string expected = error.Replace("FIRST", $"{files[0]}: line 1", StringComparison.Ordinal).Replace("SECOND", $"{files[1]}: line 1", StringComparison.Ordinal);
        Assert.That(run, Is.EqualTo(new CliRun(ExitCode.Misuse, "", $"{files[1]}: line 1: {expected}\n")));
    }

    [Test]
    public void Merge_FilesThatCannotBeRead_SaysWhich()
    {
        string good = folder.Write("good.jsonl", Passed);
        string empty = folder.Write("empty.jsonl");
        string utf16 = folder.Write("utf16.jsonl");
        File.WriteAllBytes(utf16, [0xFE, 0xFF, 0, (byte)'{']);
        string missing = Path.Combine(folder.Path, "missing.jsonl");

        Assert.That(CliRun.Of("report", "merge", good, empty), Is.EqualTo(new CliRun(2, "", $"{empty}: there is no report in it\n")));
        Assert.That(CliRun.Of("report", "merge", good, utf16), Is.EqualTo(new CliRun(2, "", $"{utf16}: the input is UTF-16, and UTF-8 is needed\n")));
        Assert.That(CliRun.Of("report", "merge", good, missing), Is.EqualTo(new CliRun(2, "", $"{missing}: there is no such file\n")));
        Assert.That(CliRun.Of("report", "merge", good, folder.Path), Is.EqualTo(new CliRun(2, "", $"{folder.Path}: this is a directory, and a file is needed\n")));
    }
}
