using NUnit.Framework.Interfaces;
using SimAsync.NUnit;
using SimAsync.Tests.NUnit;

namespace SimAsync.Examples.Docs;

/// <summary>The code in docs/debugging.md.</summary>
public sealed class DebuggingSnippets
{
    [Test]
    public void Report_PlayedAgain_FailsAsItDid()
    {
        ITestResult found = ReportTests.Run(nameof(ReportTests.Report_ReadWhileItIsWritten_IsThere));
        ITestResult again = ReportTests.Run(nameof(ReportTests.Report_UnderADebugger));

        string code = found.Message.Split("Replay = \"")[1].Split('"')[0];
        Assert.That(again.Message, Does.Contain("Expected: not null").And.Contain("This was a replay: ").And.Contain(code));
    }

    [Test]
    public void BreakAtStep_WithoutADebugger_DoesNothing() => Assert.That(Report_InOneRun, Throws.Nothing);

    private static void Report_InOneRun() =>
        // docs: debugging-step
        Simulation.Run(async () =>
        {
            Sim.BreakAtStep(5); // The trace says that step 5 is the one to look at.
            await WriteAndRead();
        });
    // docs end

    private static async Task WriteAndRead()
    {
        string? report = null;
        await Task.WhenAll(Write(), Read());
        Assert.That(report, Is.Not.Null);

        async Task Write()
        {
            await Task.Delay(10);
            report = "done";
        }

        static async Task Read() => await Task.Delay(10);
    }
}

[Explicit("The tests fail: they show how.")]
public sealed class ReportTests
{
    // docs: debugging-test
    [SimTest]
    public async Task Report_ReadWhileItIsWritten_IsThere()
    {
        string? report = null;
        async Task Write() { await Task.Delay(10); report = "done"; }
        async Task Read() { await Task.Delay(10); Assert.That(report, Is.Not.Null); }

        await Task.WhenAll(Write(), Read());
    }
    // docs end

    // docs: debugging-replay
    [SimTest(Replay = "sim1.AAMGAQIAWFhF-buxrA", BreakAtDeviations = 1)]
    public Task Report_UnderADebugger() => Report_ReadWhileItIsWritten_IsThere();
    // docs end

    internal static ITestResult Run(string test) => NestedRun.Of(typeof(ReportTests), test)[test];
}
