using SimAsync.Traces;

namespace SimAsync.Tests.Traces;

public sealed class FailureTableTests
{
    [Test]
    public void Of_AnyDocument_IsALineEachAndNoWiderThanMayBe()
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            for (int most = 0; most < 30; most += 7)
            {
                IReadOnlyList<string> lines = FailureTable.Of(Documents.Random(seed), most);
                Assert.That(lines, Has.Count.LessThanOrEqualTo(most), $"seed {seed}");
                Assert.That(lines.Where(static line => VisibleText.Width(line) > FailureTable.Widest || line.Any(char.IsControl)), Is.Empty, $"seed {seed}");
            }
        }
    }

    [Test]
    public void Of_NamesOfAnyWidth_StandsInColumns()
    {
        string[] names = ["main", "漢字かな", "e\u0301a\u0308o\u0302", "👩‍👩‍👧 family", "a\u001bb", new string('漢', 40)];
        IReadOnlyList<string> lines = FailureTable.Of(
            new TraceDocument
            {
                Runs = [new() { Lanes = [.. names.Select(static name => new TraceLane { Path = "p", Name = name })], Steps = [.. names.Select(static (_, i) => new TraceStep { Number = i + 1, Lane = i, Method = "M" })] }],
            },
            most: 30);

        int column = lines[0].IndexOf("what it did", StringComparison.Ordinal);
        Assert.That(lines.Skip(1).Select(static line => VisibleText.Width(line[..line.IndexOf("resumed M", StringComparison.Ordinal)])), Is.All.EqualTo(column).And.Exactly(names.Length).Items);
        Assert.That(lines[5], Does.Contain("a\\u001bb"));
        Assert.That(lines[6], Does.Contain("漢…"));
    }

    [Test]
    public void Of_FilesOfOneName_AreToldApart()
    {
        TraceRun run = new()
        {
            Lanes = [new() { Path = "root", Name = "main" }],
            Steps = [.. Enumerable.Range(0, 2).Select(static i => new TraceStep { Number = i + 1, Lane = 0, Method = "M", At = new(i, 7) })],
        };
        Assert.That(string.Join('\n', FailureTable.Of(new TraceDocument { Runs = [run], Files = ["/src/a/Cache.cs", "/src/b/Cache.cs"] }, most: 9)), Does.Contain("M (a/Cache.cs:7)").And.Contain("M (b/Cache.cs:7)"));
    }
}
