using System.Text.RegularExpressions;
using SimAsync.Graphs;
using SimAsync.TestSupport;

namespace SimAsync.Examples.Docs;

/// <summary>
/// Every C# block of README.md and docs/ has a name (```csharp NAME) and is the code between <c>// docs: NAME</c> and <c>// docs end</c> in this folder, which
/// is compiled and tested. A block of text or JSON that has a name is what the code prints. To write what there is now into the documents, run with
/// SIMASYNC_ACCEPT_DOCS=1.
/// </summary>
public sealed partial class DocsTests
{
    private static readonly Lazy<string> ReadingFailure = new(static () => WithoutMargins(ShopTests.Run(nameof(ShopTests.Shop_SaleAndRefundAtOnce_BothEnd)).Message));

    private static readonly Dictionary<string, Func<string>> Printed = new()
    {
        ["readme-failure"] = static () => WithoutMargins(CheckoutTests.Run(nameof(CheckoutTests.Order_PaidAndCancelledAtOnce_IsNotBoth)).Message),
        ["fscheck-failure"] = static () => WithoutMargins(ArticleTests.Run(nameof(ArticleTests.Get_AfterAnyCommandsAtOnce_IsWhatTheStoreHas)).Message),
        ["start-deadlock-message"] = GettingStartedSnippets.Deadlock,
        ["start-deadlock-trace"] = GettingStartedSnippets.DeadlockTrace,
        ["checks-always-message"] = ChecksSnippets.Always,
        ["models-failure"] = ModelsSnippets.Failure,
        ["checks-livelock-message"] = ChecksSnippets.Livelock,
        ["cancel-refill-message"] = CancellationSnippets.Message,
        ["explore-exhaustive-report"] = ExplorationSnippets.Report,
        ["logging-lines"] = LoggingSnippets.Lines,
        ["replay-diverged"] = MoreSnippets.DivergedMessage,
        ["coyote-failure"] = static () => WithoutMargins(CoyoteSnippets.Failure()),
        ["fake-hangs"] = VirtualTimeTests.Hangs,
        ["limits-sleep-message"] = LimitsSnippets.Sleep,
        ["limits-clock-message"] = LimitsSnippets.Clock,
        ["time-max-message"] = TimeSnippets.Max,
        ["strategies-measured"] = StrategiesSnippets.Measured,
        ["strategies-bench"] = StrategiesSnippets.Bench,
        ["reading-failure"] = static () => ReadingFailure.Value,
        ["reading-head"] = static () => ShopTests.Part(ReadingFailure.Value, "SimAsync.Deadlock", "Run "),
        ["reading-run"] = static () => ShopTests.Part(ReadingFailure.Value, "Run ", "time "),
        ["reading-table"] = static () => ShopTests.Part(ReadingFailure.Value, "time ", "Both runs"),
        ["reading-why"] = static () => ShopTests.Part(ReadingFailure.Value, "Both runs", "At the end"),
        ["reading-end"] = static () => ShopTests.Part(ReadingFailure.Value, "At the end", "Play it again"),
        ["reading-again"] = static () => ShopTests.Part(ReadingFailure.Value, "Play it again", null),
        ["graph-hello"] = MoreSnippets.HelloJson,
        ["graph-trace"] = MoreSnippets.HelloTrace,
    };

    private static readonly Dictionary<string, string> Snippets = ReadSnippets();

    // Whatever the environment of the tests says: the documents show that traces are written.
    [OneTimeSetUp]
    public static void WriteTraces() =>
        Environment.SetEnvironmentVariable("SIMASYNC_TRACES", Path.Combine(TestContext.CurrentContext.WorkDirectory, "simasync-traces"));

    private static string[] Documents =>
        ["README.md", .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal)];

    [TestCaseSource(nameof(Documents))]
    public void Document_EachBlock_IsWhatIsCompiledAndPrinted(string document)
    {
        string path = Path.Combine(Repository.Root, document);
        string text = File.ReadAllText(path);
        var faults = new List<string>();
        string right = Block().Replace(text, block =>
        {
            string language = block.Groups["language"].Value;
            string name = block.Groups["name"].Value;
            if (name.Length == 0)
            {
                if (language == "csharp")
                {
                    faults.Add($"a C# block has no name: {block.Value}");
                }

                return block.Value;
            }

            string? expected = language == "csharp" ? Snippets.GetValueOrDefault(name) : Printed.GetValueOrDefault(name)?.Invoke();
            if (expected is null)
            {
                faults.Add($"nothing in examples/Docs has the name {name}");
                return block.Value;
            }

            return $"```{language} {name}\n{expected}\n```";
        });

        Assert.That(faults, Is.Empty);
        if (right != text && Environment.GetEnvironmentVariable("SIMASYNC_ACCEPT_DOCS") == "1")
        {
            File.WriteAllText(path, right);
        }
        else
        {
            Assert.That(text, Is.EqualTo(right), $"{document} is not what is compiled and printed. If the change is meant, run with SIMASYNC_ACCEPT_DOCS=1.");
        }
    }

    [TestCase(nameof(CheckoutTests.Order_PaidAndCancelledAtOnce_IsNotBoth))]
    [TestCase(nameof(CheckoutTests.Order_PlayedAgain))]
    public void Readme_TestAndReplay_FailAlike(string test) =>
        Assert.That(CheckoutTests.Run(test).Message, Does.Contain("Assert.That(paid && cancelled, Is.False)").And.Contain("But was:  True"));

    // The command line is no part of the examples: what it prints there is tried here as far as the library decides it.
    [Test]
    public void CommandLine_LostUpdate_IsFoundAsItSays()
    {
        string document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "command-line.md"));
        string json = Indented().Matches(document).Select(static block => block.Value).Single(static block => block.Contains("\"name\": \"lost update\",\n", StringComparison.Ordinal));
        TaskGraph graph = TaskGraph.Parse(json);

        SimulationFailure failure = GraphSimulation.Explore(graph).Failure!;

        Assert.That(document, Does.Contain($"lost update: run {failure.Run} failed").And.Contain($"\"replayCode\":\"{failure.ReplayCode}\"").And.Contain($"graph replay lost-update.json {failure.ReplayCode}\n"));
        IEnumerable<string> steps = failure.ToString().Split('\n').SkipWhile(static line => !line.EndsWith("what it did", StringComparison.Ordinal)).SkipLast(1);
        Assert.That(document, Does.Contain(string.Join('\n', steps.Select(static line => $"    {line}"))));
        string table = string.Join('\n', GraphSimulation.Replay(failure.ReplayCode, graph).Trace.Select(static e => $"    {e.Milliseconds} ms  {e.Task,-6}  {e.Text}"));
        Assert.That(document, Does.Contain(table));
    }

    [Test]
    public void Reading_TraceInCode_IsWritten() =>
        Assert.That(ShopTests.Run(nameof(ShopTests.Failure_OfAnExploration_IsWritten)).ResultState.Status, Is.EqualTo(global::NUnit.Framework.Interfaces.TestStatus.Passed));

    [GeneratedRegex(@"^```(?<language>[a-z]+)(?: (?<name>[a-z0-9-]+))?\n(?:.*?\n)??```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"(The whole run, step by step: ).*[/\\]simasync-traces[/\\]")]
    private static partial Regex TraceFolder();

    [GeneratedRegex(@"(?:^    .*\n)+", RegexOptions.Multiline)]
    private static partial Regex Indented();

    [GeneratedRegex(@"^ *// docs: (?<name>[a-z0-9-]+)\n(?<code>.*?)\n *// docs end$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Marked();

    private static Dictionary<string, string> ReadSnippets()
    {
        var snippets = new Dictionary<string, string>();
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "examples", "Docs"), "*Snippets.cs"))
        {
            foreach (Match marked in Marked().Matches(File.ReadAllText(file)))
            {
                snippets.Add(marked.Groups["name"].Value, WithoutIndent(marked.Groups["code"].Value));
            }
        }

        return snippets;
    }

    // Where the trace is, is a matter of the machine.
    private static string WithoutMargins(string text) =>
        string.Join('\n', TraceFolder().Replace(text, "$1simasync-traces/").Split('\n').Select(static line => line.TrimEnd())).Trim('\n');

    private static string WithoutIndent(string code)
    {
        string[] lines = code.Split('\n');
        int indent = lines.Where(static line => line.Length > 0).Min(static line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..]));
    }
}
