using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using SimAsync.Tests.Node;
using SimAsync.Tests.Node.Page;
using SimAsync.TestSupport;
using SimAsync.Traces;

namespace SimAsync.Tests.Traces;

/// <summary>What can be said of the page without a browser; <see cref="PageTests"/> has the rest.</summary>
public sealed partial class TraceHtmlTests
{
    [Test]
    public void Write_AnyTrace_CanBeReadBackFromThePage()
    {
        foreach ((string name, Func<TraceDocument> make) in SampleFiles.All)
        {
            SimTrace trace = new(make());

            // As any JSON of it is read: half of a pair of surrogates is no character in either.
            Assert.That(ReadBack(Data(Page(trace))), Is.EqualTo(ReadBack(TraceJson.Write(trace.Document))), name);
        }
    }

    [Test]
    public void Write_TextsThatLookLikeMarkup_CannotLeaveTheData()
    {
        string data = Data(Page(new SimTrace(SampleTrace.Awkward())));

        Assert.That(data, Does.Not.Match("[<>&\u2028\u2029]"));
        Assert.That(data, Does.Contain("\\u003C/script\\u003E").And.Contain("\\u003C!--"));
    }

    [Test]
    public void Write_SameTrace_GivesTheSamePageWithoutAByteOrderMark()
    {
        byte[] page = Bytes(new SimTrace(SampleTrace.Deadlock()));

        Assert.That(page, Is.EqualTo(Bytes(new SimTrace(SampleTrace.Deadlock()))));
        Assert.That(page[..15], Is.EqualTo("<!doctype html>"u8.ToArray()));
    }

    [Test]
    public void Write_LeavesTheStreamOpen()
    {
        using MemoryStream stream = new();
        new SimTrace(SampleTrace.Deadlock()).Write(stream, TraceFormat.Html);

        Assert.That(stream.CanWrite, Is.True);
    }

    /// <summary>A page whose policy does not name its own script and style would be blank.</summary>
    [Test]
    public void Page_Policy_AllowsItsOwnScriptAndStyleAndNothingElse()
    {
        string page = Page(new SimTrace(SampleTrace.Deadlock()));
        string policy = Policy.Match(page).Groups[1].Value;

        Assert.That(policy, Is.EqualTo($"default-src 'none'; script-src '{Hash(page, "script")}'; style-src '{Hash(page, "style")}'; img-src data:; base-uri 'none'; form-action 'none'"));
        // Nothing that runs or is loaded stands before the policy does.
        Assert.That(page[..page.IndexOf(policy, StringComparison.Ordinal)], Does.Not.Match("<(script|style|link|img)"));
        Assert.That(page, Does.Not.Match("(src|href)=\"https?:").And.Not.Match("@import"));
    }

    [TestCase("build.mjs", "--check", TestName = "Page_BuiltAgainFromItsSources_IsTheCheckedInOne")]
    [TestCase("node_modules/typescript/bin/tsc", "--noEmit", TestName = "Page_TypesOfItsSources_AreRight")]
    public void Page_Sources(string program, string argument) => NodeTool.Run(Path.Combine(Repository.Root, "src", "Sim", "Traces", "Page"), [program, argument]);

    private static string Hash(string page, string element)
    {
        string text = page.Split($"<{element}>")[1].Split($"</{element}>")[0];
        return $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }

    private static string Data(string page) => page.Split("<script type=\"application/json\" id=\"trace\">")[1].Split("</script>")[0];

    private static string ReadBack(string json)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));
        return TraceJson.Write(SimTrace.Read(stream).Document);
    }

    private static string Page(SimTrace trace) => Encoding.UTF8.GetString(Bytes(trace));

    private static byte[] Bytes(SimTrace trace)
    {
        using MemoryStream stream = new();
        trace.Write(stream, TraceFormat.Html);
        return stream.ToArray();
    }

    [GeneratedRegex("http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"")]
    private static partial Regex Policy { get; }
}
