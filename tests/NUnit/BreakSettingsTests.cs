using NUnit.Framework.Interfaces;
using SimAsync.TestFixtures;
using SimAsync.Tests.Kernel;

namespace SimAsync.Tests.NUnit;

/// <summary>By what a <c>[SimTest]</c> under a debugger is told where to break.</summary>
[NonParallelizable] // It stands in for the process's debugger, and sets an environment variable.
public sealed class BreakSettingsTests
{
    private readonly StandInDebugger debugger = new();

    [TearDown]
    public void Leave() => debugger.Dispose();

    [TestCase("deviation", 1)]
    [TestCase("deviations", 1)]
    public void Break_AtADeviation_IsInTheShrunkRunAlone(string where, int expected)
    {
        ITestResult result = Run(where, "HoldsOnWhenCancelled");

        Assert.That(result.Message, Does.Contain("1 out of order"));
        Assert.That(debugger.Breaks, Has.Count.EqualTo(expected));
        Assert.That(debugger.Breaks[0].Text, Does.Match(@"^SimAsync: step \d+, at 0 s, out of order: "));
    }

    [Test]
    public void Break_AtAStep_IsThere()
    {
        Run("2", "LostUpdate");

        Assert.That(debugger.Breaks.Select(static one => one.Step), Is.EqualTo([2]));
    }

    [Test]
    public void Break_OfTheAttribute_IsInTheReplayToo()
    {
        ITestResult result = NestedRun.Of(typeof(Failing), "BreaksAtItsSecondStep")["BreaksAtItsSecondStep"];
        Assert.That(debugger.Breaks.Select(static one => one.Step), Is.EqualTo([2]));

        string code = result.Message.Split("Replay = \"")[1].Split('"')[0];
        EnvironmentVariable.With("SIMASYNC_REPLAY", code, () => NestedRun.Of(typeof(Failing), "BreaksAtItsSecondStep"));
        Assert.That(debugger.Breaks.Select(static one => one.Step), Is.EqualTo([2, 2]));
    }

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("first")]
    [TestCase("99999999999999999999")]
    public void Break_ThatIsNone_IsToldWhatIsNeeded(string where) =>
        Assert.That(Run(where, "LostUpdate").Message, Is.EqualTo(
            $"SIMASYNC_BREAK: the number of a step is needed, from 1, or 'deviation' for the first deviation, or 'deviations' for each; found '{where}'."));

    private static ITestResult Run(string where, string test) => EnvironmentVariable.With("SIMASYNC_BREAK", where, () => NestedRun.Of(typeof(Failing), test)[test]);
}
