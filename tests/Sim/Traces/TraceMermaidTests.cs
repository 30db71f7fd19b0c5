using System.Text;
using System.Text.Json;
using SimAsync.Tests.Node;
using SimAsync.Traces;

namespace SimAsync.Tests.Traces;

public sealed class TraceMermaidTests
{
    [Test]
    public void Write_ADocument_ShowsWhoWokeWhomAndWhatWentOutOfOrder()
    {
        TraceDocument order = Documents.Order();
        string[] lines = Write(order with { Title = "Order", Failure = order.Failure! with { Why = null } }).TrimEnd('\n').Split('\n');

        Assert.That(lines, Is.EqualTo(new[]
        {
            "sequenceDiagram",
            "    title Order",
            "    participant L0 as main",
            "    participant L1 as Pay",
            "    participant L2 as Cancel",
            "    Note over L0: 1 at 0 s#58; Order (CheckoutTests.cs#58;12)",
            "    L0->>L1: began Pay",
            "    L0->>L2: began Cancel",
            "    Note over L0,L2: both runs agree for 1 step",
            "    rect rgba(255, 150, 0, 0.25)",
            "    Note over L2: 2! at 0.05 s#58; Cancel (CheckoutTests.cs#58;15)<br/>out of order#59; in order#58; root/1 Pay#58; Pay (CheckoutTests.cs#58;14), which ran as step 3<br/>logged #34;cancelled#34;<br/>ended",
            "    end",
            "    Note over L1: 3 at 0.05 s#58; Pay (CheckoutTests.cs#58;14)<br/>ended",
            "    L1-)L0: step 3 woke it",
            "    Note over L0: 4 at 0.05 s#58; Order (CheckoutTests.cs#58;17)",
            "    Note over L0,L2: AssertionException",
        }));
    }

    [Test]
    public void Write_ManySteps_LeavesOutWhatIsFarFromTheDeviationsAndTheEnd()
    {
        TraceRun run = Long(2000, 700);
        string[] lines = Write(new TraceDocument { Failure = new("E", "", Agree: 690), Runs = [run] }).TrimEnd('\n').Split('\n');

        Assert.That(lines.Count(static line => line.Contains("Note", StringComparison.Ordinal) || line.Contains("-)", StringComparison.Ordinal)), Is.InRange(40, 62));
        Assert.That(lines, Has.Some.Contain("700! at").And.Some.Contain("710 at").And.Some.Contain("699 at").And.Some.Contain("701 at").And.Some.Contain("691 at").And.Some.Contain("2000 at").And.Some.Contain("1999 at"));
        Assert.That(Told(lines) + LeftOut(lines), Is.EqualTo(2000));
        int fork = Array.FindIndex(lines, static line => line.Contains("both runs agree for 690 steps", StringComparison.Ordinal));
        Assert.That(lines.Skip(fork + 1).First(static line => line.Contains(" at ", StringComparison.Ordinal)), Does.Contain(": 691 at"));
    }

    [Test]
    public void Write_EveryStepOutOfOrder_IsBounded()
    {
        TraceRun run = Long(5000, [.. Enumerable.Range(2, 4000)]);
        string[] lines = Write(new TraceDocument { Runs = [run] }).TrimEnd('\n').Split('\n');

        Assert.That(lines, Has.Length.LessThan(150));
        Assert.That(Told(lines) + LeftOut(lines), Is.EqualTo(5000));
        Assert.That(lines, Has.Some.Contain("2! at").And.Some.Contain("5000 at"));
    }

    [Test]
    public void Write_AnyDocument_IsBoundedAndAccountsForEachStep()
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            TraceDocument document = Documents.Random(seed, seed % 5 == 0 ? 200 : null);
            string text = Write(document);
            string[] lines = text.TrimEnd('\n').Split('\n');

            Assert.That(lines.Count(static line => !line.StartsWith("    participant", StringComparison.Ordinal) && line is not "    end" && !line.StartsWith("    rect", StringComparison.Ordinal)), Is.LessThanOrEqualTo(64), $"seed {seed}");
            Assert.That(text, Has.Length.LessThan(50_000), "what Mermaid takes unless it is told otherwise");
            Assert.That(lines.Count(static line => line.StartsWith("    rect", StringComparison.Ordinal)), Is.EqualTo(lines.Count(static line => line == "    end")));
            Assert.That(Told(lines) + LeftOut(lines), Is.EqualTo(document.Runs[0].Steps.Count), $"seed {seed}");
        }
    }

    [Test]
    public void Write_AnyDocument_IsDrawnByMermaid()
    {
        TraceDocument[] documents = [Documents.Order(), Waiting(), new() { Runs = [new() { Lanes = [], Steps = [] }] }, .. Enumerable.Range(0, 40).Select(static seed => Documents.Random((ulong)seed))];
        JsonElement[] pictures = Draw(documents);
        foreach ((TraceDocument document, JsonElement picture) in documents.Zip(pictures))
        {
            Assert.That(picture.TryGetProperty("error", out JsonElement error), Is.False, $"{error}\n{Write(document)}");
            Assert.That(picture.GetProperty("links").GetInt32(), Is.Zero);
        }

        Assert.That(pictures[0].GetProperty("actors").EnumerateArray().Select(static one => one.GetString()).Distinct(), Is.EquivalentTo(new[] { "main", "Pay", "Cancel" }));
        Assert.That(pictures[0].GetProperty("messages").EnumerateArray().Select(static one => one.GetString()), Is.EqualTo(new[] { "began Pay", "began Cancel", "step 3 woke it" }));
    }

    [Test]
    public void Write_HostileTexts_AreReadInThePicture()
    {
        // Each as a title, a participant, a message and a note.
        TraceDocument[] documents = [.. Documents.Hostile.Select(static text => new TraceDocument
        {
            Title = $"t {text}",
            Runs =
            [
                new()
                {
                    Lanes = [new() { Path = "a", Name = $"{text} a" }, new() { Path = "b", Name = $"{text}" }],
                    Steps = [new() { Number = 1, Lane = 0, Kind = TraceStepKind.Timer, What = text, Deeds = [new() { Kind = TraceDeedKind.Began, Text = text, Lane = 1 }] }],
                    Outcome = $"o {text}",
                },
            ],
        })];
        foreach ((string text, JsonElement picture) in Documents.Hostile.Zip(Draw(documents)))
        {
            Assert.That(picture.TryGetProperty("error", out JsonElement error), Is.False, $"{text}: {error}");
            string shown = VisibleText.Of(VisibleText.Cut(text, 90));
            Assert.That(Texts(picture, "actors"), Has.Some.EqualTo(Spaces(VisibleText.Of(VisibleText.Cut($"{text} a", 100)))), text);
            Assert.That(Texts(picture, "messages"), Is.EqualTo(new[] { string.IsNullOrWhiteSpace(text) ? "-" : Spaces(VisibleText.Of(VisibleText.Cut(text, 100))) }), text);
            Assert.That(Texts(picture, "notes")[0], Does.Contain(Spaces(shown.TrimEnd('…'))), text);
            Assert.That(Spaces(picture.GetProperty("title").GetString()!), Is.EqualTo(Spaces(VisibleText.Of(VisibleText.Cut($"t {text}", 100)))), text);
        }

        static string[] Texts(JsonElement picture, string name) => [.. picture.GetProperty(name).EnumerateArray().Select(static one => Spaces(one.GetString()!))];

        // Space at the ends, and how much of it there is between words, is not for a diagram.
        static string Spaces(string text) => string.Join(' ', text.Split([' ', '\u00A0', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    [Test]
    public void Mermaid_ATextThatIsNone_IsRefused() =>
        Assert.That(Draw("sequenceDiagram\n    participant a as\n    a->>: began")[0].GetProperty("error").GetString(), Does.Contain("Parse error"));

    private static TraceDocument Waiting()
    {
        TraceDocument order = Documents.Order();
        return order with { Runs = [order.Runs[0] with { Waits = [.. Enumerable.Range(0, 9).Select(static i => new TraceWait { Lane = i % 3 == 0 ? null : i % 3, Who = "Pay", For = "Lock 'db'", HeldBy = ["Cancel"], Method = "Pay", At = new(0, 14), Since = 3 })] }] };
    }

    // Two lanes in turns, each step woken by the one before.
    private static TraceRun Long(int count, params int[] outOfOrder)
    {
        HashSet<int> set = [.. outOfOrder];
        return new TraceRun
        {
            Lanes = [new() { Path = "a", Name = "a" }, new() { Path = "b", Name = "b" }],
            Steps = [.. Enumerable.Range(1, count).Select(number => new TraceStep
            {
                Number = number, Lane = number % 2, Method = "M", WokenBy = number > 1 ? number - 1 : null, InsteadOf = set.Contains(number) ? new() { Lane = 0, Method = "N", RanAs = number + 10 <= count ? number + 10 : null } : null,
            })],
        };
    }

    private static int Told(string[] lines) => lines.Count(static line => line.StartsWith("    Note over L", StringComparison.Ordinal) && System.Text.RegularExpressions.Regex.IsMatch(line, @": \d+!? at \S+ s#58;"));

    private static int LeftOut(string[] lines) => lines.Select(static line => System.Text.RegularExpressions.Regex.Match(line, @": … (\d+) steps? left out …$")).Where(static match => match.Success).Sum(static match => int.Parse(match.Groups[1].Value));

    private static JsonElement[] Draw(IEnumerable<TraceDocument> documents) => Draw([.. documents.Select(Write)]);

    private static JsonElement[] Draw(params string[] texts)
    {
        string[] screenshots = NodeTool.Screenshots is { } folder ? [Path.Combine(folder, TestContext.CurrentContext.Test.MethodName!)] : [];
        return [.. NodeTool.Answers("mermaid.mjs", screenshots, [.. texts.Select(static text => JsonSerializer.Serialize(text))]).Select(static line => JsonElement.Parse(line))];
    }

    private static string Write(TraceDocument document)
    {
        using var stream = new MemoryStream();
        TraceMermaid.Write(document, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
