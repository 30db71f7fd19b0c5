using System.Text.RegularExpressions;
using SimAsync.TestSupport;

namespace SimAsync.Examples.Docs;

/// <summary>Whoever begins at README.md comes to every document, and no link leads nowhere. What stands in a comment of a document is not looked at.</summary>
public sealed partial class LinksTests
{
    private static readonly string[] Documents =
        ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(static path => $"docs/{Path.GetFileName(path)}").Order(StringComparer.Ordinal)];

    [TestCaseSource(nameof(Documents))]
    public void Document_EachRelativeLink_Resolves(string document)
    {
        var faults = new List<string>();
        foreach ((string path, string anchor) in LinksOf(document))
        {
            string full = Path.Combine(Repository.Root, path);
            if (!File.Exists(full) && !Directory.Exists(full))
            {
                faults.Add($"there is no {path}");
            }
            else if (anchor.Length > 0 && !AnchorsOf(path).Contains(anchor))
            {
                faults.Add($"{path} has no heading #{anchor}; there are {string.Join(", ", AnchorsOf(path))}");
            }
        }

        Assert.That(faults, Is.Empty);
    }

    [Test]
    public void Readme_Links_LeadToEachDocument()
    {
        string[] linked = [.. LinksOf("README.md").Select(static link => link.Path)];

        Assert.That(Documents.Where(static path => path.StartsWith("docs/", StringComparison.Ordinal)).Except(linked), Is.Empty, "Add a line to README.md, under \"Read on\".");
    }

    [Test]
    public void Readme_ReadOn_ListsNoPageTwice()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));
        string[] listed = [.. Of("", string.Join('\n', lines.SkipWhile(static line => line != "## Read on"))).Select(static link => link.Path)];

        Assert.That(listed, Is.Not.Empty);
        Assert.That(listed, Is.Unique);
    }

    [Test]
    public void Documents_OtherFilesBesideThem_AreLinkedFromOne()
    {
        string[] linked = [.. Documents.SelectMany(LinksOf).Select(static link => link.Path)];
        string docs = Path.Combine(Repository.Root, "docs");
        IEnumerable<string> others = Directory.GetFiles(docs, "*", SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')).Where(static path => !path.EndsWith(".md", StringComparison.Ordinal));

        Assert.That(others.Except(linked).Order(StringComparer.Ordinal), Is.Empty);
    }

    [TestCase("Steps that take time", "steps-that-take-time")]
    [TestCase("In [SimTest]", "in-simtest")]
    [TestCase("`failure`", "failure")]
    [TestCase("How it is done, and its limits", "how-it-is-done-and-its-limits")]
    public void AnchorOf_AHeading_IsWhatAReaderOfMarkdownMakesOfIt(string heading, string anchor) => Assert.That(AnchorOf(heading), Is.EqualTo(anchor));

    private static IEnumerable<(string Path, string Anchor)> LinksOf(string document) =>
        Of(document, File.ReadAllText(Path.Combine(Repository.Root, document)));

    private static IEnumerable<(string Path, string Anchor)> Of(string document, string text)
    {
        string folder = Path.GetDirectoryName(document) ?? "";
        foreach (Match link in Link().Matches(Unread().Replace(text, "")))
        {
            string[] parts = link.Groups["to"].Value.Split('#', 2);
            if (!parts[0].Contains(':', StringComparison.Ordinal))
            {
                string path = parts[0].Length == 0 ? document : Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, folder, parts[0])).Replace('\\', '/');
                yield return (path, parts.Length == 1 ? "" : parts[1]);
            }
        }
    }

    // Of two headings with the same words the second has -1 behind them.
    private static HashSet<string> AnchorsOf(string path)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match heading in Heading().Matches(Unread().Replace(File.ReadAllText(Path.Combine(Repository.Root, path)), "")))
        {
            string anchor = AnchorOf(heading.Groups["text"].Value);
            for (int again = 1; !anchors.Add(again == 1 ? anchor : $"{anchor}-{again - 1}"); again++)
            {
            }
        }

        return anchors;
    }

    private static string AnchorOf(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Where(static c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');

    // Blocks of code, and comments.
    [GeneratedRegex(@"^```.*?^```$|<!--.*?-->", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Unread();

    [GeneratedRegex(@"\]\((?<to>[^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
