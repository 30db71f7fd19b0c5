using System.Text.RegularExpressions;
using SimAsync.TestSupport;

namespace SimAsync.Examples.Docs;

/// <summary>
/// Every C# block of README.md and docs/ has a name (```csharp NAME) and is the code between <c>// docs: NAME</c> and <c>// docs end</c> in this folder, which
/// is compiled and tested. A block of text or JSON that has a name is what the code prints. To write what there is now into the documents, run with
/// SIMASYNC_ACCEPT_DOCS=1.
/// </summary>
public sealed partial class DocsTests
{
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
        ["graph-hello"] = MoreSnippets.HelloJson,
        ["graph-trace"] = MoreSnippets.HelloTrace,
    };

    private static readonly Dictionary<string, string> Snippets = ReadSnippets();

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

    [GeneratedRegex(@"^```(?<language>[a-z]+)(?: (?<name>[a-z0-9-]+))?\n(?:.*?\n)??```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

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

    private static string WithoutMargins(string text) => string.Join('\n', text.Split('\n').Select(static line => line.TrimEnd())).Trim('\n');

    private static string WithoutIndent(string code)
    {
        string[] lines = code.Split('\n');
        int indent = lines.Where(static line => line.Length > 0).Min(static line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..]));
    }
}
