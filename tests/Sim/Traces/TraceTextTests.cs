using System.Text;
using System.Text.RegularExpressions;
using SimAsync.Traces;

namespace SimAsync.Tests.Traces;

public sealed class TraceTextTests
{
    [Test]
    public void Write_ADocument_IsATableOfBothRuns()
    {
        TraceDocument order = Documents.Order();
        TraceRun waiting = order.Runs[0] with { Waits = [new() { Who = "Pay", For = "Lock 'db'", HeldBy = ["Cancel", "main"], Method = "Pay", At = new(0, 14), Since = 3 }, new() { Who = "x", For = "y" }] };

        Assert.That(Write(order with { Runs = [waiting, order.Runs[1]] }), Is.EqualTo("""
            CheckoutTests.Order_PaidAndCancelledAtOnce_IsNotBoth

            NUnit.Framework.AssertionException
                Expected: False
                But was:  True

            Found:
              Run 1 failed (portfolio, seed 0)

            Why:
              Both runs agree for 1 step; then the passing one ran Pay (CheckoutTests.cs:14), this one ran Cancel (CheckoutTests.cs:15).

            Replay code:
              sim1.AAMGAQIAWFhYINe3zw

            Play it again:
              dotnet test

            The failing run: 4 steps, 1 of them out of order (!), until 0.05 s
              AssertionException

            step    seconds  ready  woken by  task    what it did
               1       0.00      1            main    started Order (CheckoutTests.cs:12); awaits Task.WhenAll (CheckoutTests.cs:17)
                                                      - began Pay
                                                      - began Cancel
               2 !     0.05      2            Cancel  resumed Cancel (CheckoutTests.cs:15)
                                                      in order: root/1 Pay: Pay (CheckoutTests.cs:14), which ran as step 3
                                                      - logged "cancelled" (Information, Orders)
                                                      - ended
               3       0.05      1            Pay     resumed Pay (CheckoutTests.cs:14)
                                                      - ended
               4       0.05      1         3  main    resumed Order (CheckoutTests.cs:17)

            At the end:
              Pay waits for Lock 'db', held by Cancel, main, in Pay at CheckoutTests.cs:14, since step 3
              x waits for y

            The nearest run that passes: 4 steps, until 0.05 s
              passed

            step    seconds  ready  woken by  task    what it did
               1       0.00      1            main    started Order (CheckoutTests.cs:12); awaits Task.WhenAll (CheckoutTests.cs:17)
                                                      - began Pay
                                                      - began Cancel
               2       0.05      2            Pay     resumed Pay (CheckoutTests.cs:14)
                                                      - ended
               3       0.05      1            Cancel  resumed Cancel (CheckoutTests.cs:15)
                                                      - logged "cancelled" (Information, Orders)
                                                      - ended
               4       0.05      1         3  main    resumed Order (CheckoutTests.cs:17)

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void Write_NamesOfAnyWidth_StandsInColumns()
    {
        string[] names = ["main", "漢字かな", "한국어 작업", "e\u0301a\u0308o\u0302", "👩‍👩‍👧 family", "a\tb"];
        string[] lines = Steps(new TraceDocument
        {
            Runs = [new() { Lanes = [.. names.Select(static name => new TraceLane { Path = name, Name = name })], Steps = [.. names.Select(static (_, i) => new TraceStep { Number = i + 1, Ticks = i * 123_456_789L, Lane = i, Method = "M" })] }],
        });

        int column = lines[0].IndexOf("what it did", StringComparison.Ordinal);
        Assert.That(column, Is.Positive);
        foreach ((string name, string line) in names.Zip(lines.Skip(1)))
        {
            Assert.That(VisibleText.Width(line[..line.IndexOf("resumed M", StringComparison.Ordinal)]), Is.EqualTo(column), name);
        }

        Assert.That(lines[2], Does.Contain("12.3456789").And.Contain("漢字かな     resumed M"));
    }

    [Test]
    public void Write_AnyDocument_HasEachStepAndNothingThatATerminalObeys()
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            TraceDocument document = Documents.Random(seed);
            string text = Write(document);

            Assert.That(text.Where(static c => c != '\n' && (char.IsControl(c) || c is '\u202e' or '\u2028' or '\u200b' or '\ufeff' or '\ufffd')), Is.Empty, $"seed {seed}");
            Assert.That(text.Split('\n').Where(static line => line.EndsWith(' ')), Is.Empty, $"seed {seed}");
            Assert.That(Regex.Count(text, @"(?m)^ *\d+(  | !)  +\d+(\.\d+)?  +\d+  "), Is.EqualTo(document.Runs.Sum(static run => run.Steps.Count)), $"seed {seed}");
        }
    }

    [TestCase("", 0)]
    [TestCase("abc", 3)]
    [TestCase("é", 1)]
    [TestCase("e\u0301", 1)]
    [TestCase("漢字", 4)]
    [TestCase("ｶﾅ", 2)]
    [TestCase("ＦＵ", 4)]
    [TestCase("한", 2)]
    [TestCase("😀", 2)]
    [TestCase("👩‍👩‍👧", 2)]
    [TestCase("🇩🇪", 2)]
    [TestCase("❤", 1)]
    [TestCase("❤\ufe0f", 2)]
    [TestCase("𠀀", 2)]
    [TestCase("→…·", 3)]
    public void Width_OfAText_IsItsColumns(string text, int width) => Assert.That(VisibleText.Width(text), Is.EqualTo(width));

    [TestCase("a\r\n\tb", "a\\r\\n\\tb")]
    [TestCase("\u001b[31m\0", "\\u001b[31m\\u0000")]
    [TestCase("\u202ex\u2028\ufeff\u200b", "\\u202ex\\u2028\\ufeff\\u200b")]
    [TestCase("\U000e0041", "\\U000e0041")]
    [TestCase("👩‍👧 漢 é", "👩‍👧 漢 é")]
    public void Of_AText_ShowsWhatWouldBeObeyed(string text, string visible) => Assert.That(VisibleText.Of(text), Is.EqualTo(visible));

    [Test]
    public void Of_HalfAPair_IsShown() => Assert.That(VisibleText.Of("a\ud83d"), Is.EqualTo("a\\ud83d"));

    [TestCase("abcdef", 6, "abcdef")]
    [TestCase("abcdefg", 6, "abcde…")]
    [TestCase("ab👩‍👧cd", 4, "ab…")]
    [TestCase("漢字かな", 8, "漢字かな")]
    [TestCase("漢字かな", 7, "漢字か…")]
    [TestCase("漢字かな", 6, "漢字…")]
    [TestCase("abe\u0301cd", 3, "ab…")]
    public void Cut_AText_EndsBetweenCharacters(string text, int longest, string cut) => Assert.That(VisibleText.Cut(text, longest), Is.EqualTo(cut));

    [Test]
    public void Place_FilesOfOneName_HaveAsManyFoldersAsTellThemApart()
    {
        var words = new StepWords(["/src/a/Cache.cs", @"C:\src\b\Cache.cs", "/src/b/Lock.cs", "/other/a/Cache.cs", "Same.cs", "Same.cs", ""]);

        Assert.That(Enumerable.Range(0, 7).Select(file => words.At(new TracePlace(file, 5))), Is.EqualTo(new[]
        {
            "src/a/Cache.cs:5", "b/Cache.cs:5", "Lock.cs:5", "other/a/Cache.cs:5", "Same.cs:5", "Same.cs:5", ":5",
        }));
    }

    private static string[] Steps(TraceDocument document) => [.. Write(document).Split('\n').SkipWhile(static line => !line.Contains("what it did", StringComparison.Ordinal))];

    private static string Write(TraceDocument document)
    {
        using var stream = new MemoryStream();
        TraceText.Write(document, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
