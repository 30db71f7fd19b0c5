using NUnit.Framework.Interfaces;
using SimAsync.NUnit;
using SimAsync.TestFixtures;
using SimAsync.Tests.Exploration;

namespace SimAsync.Tests.NUnit;

/// <summary>What tests that take long show while they run.</summary>
[NonParallelizable] // It sets the clock of all tests, and an environment variable.
public sealed class TestProgressTests
{
    [TearDown]
    public void Leave() => TestProgress.Clock = TimeProvider.System;

    [Test]
    public void SimTest_ThatTakesLong_ShowsALineInTenSecondsAndASummary()
    {
        string[] lines = Lines(typeof(Passing), "Plain", 0.05);

        Assert.That(lines.Select(static line => line.Split(',')[0]), Is.EqualTo([
            "SimAsync.TestFixtures.Passing.Plain: 200 of 1",
            "SimAsync.TestFixtures.Passing.Plain: 400 of 1",
            "SimAsync.TestFixtures.Passing.Plain: 600 of 1",
            "SimAsync.TestFixtures.Passing.Plain: 800 of 1",
            "SimAsync.TestFixtures.Passing.Plain: 1",
            "SimAsync.TestFixtures.Passing.Plain: 1",
        ]));
        Assert.That(lines[^1], Does.Contain("1,000 runs in 50.1 s, 19 a second, ").And.Contain("no failure; portfolio"));
    }

    [Test]
    public void SimTest_ThatTakesNoTwoSeconds_ShowsNothing() => Assert.That(Lines(typeof(Passing), "Plain", 0.001), Is.Empty);

    [Test]
    public void SimTest_WithProgressOff_ShowsNothing() =>
        Assert.That(EnvironmentVariable.With("SIMASYNC_PROGRESS", "off", static () => Lines(typeof(Passing), "Plain", 1)), Is.Empty);

    [Test]
    public void SimTest_WithProgressThatIsNeither_SaysWhatIsNeeded() =>
        Assert.That(
            EnvironmentVariable.With("SIMASYNC_PROGRESS", "perhaps", static () => NestedRun.Of(typeof(Passing), "Plain")["Plain"].Message),
            Is.EqualTo("SIMASYNC_PROGRESS: 'on' or 'off' is needed, found 'perhaps'."));

    [Test]
    public void SimProperty_ThatTakesLong_ShowsThatOfAllItsInputs()
    {
        string[] lines = Lines(typeof(PassingProperties), "PlainTask", 2);

        Assert.That(lines, Has.Length.GreaterThan(5));
        Assert.That(lines, Has.All.Match(@"^SimAsync\.TestFixtures\.PassingProperties\.PlainTask: [\d,]+ inputs? in [\d.]+ s, [\d,]+ runs, [\d,]+ a second, [\d,]+ distinct schedules, no failure; portfolio"));
        Assert.That(lines[^1], Does.Match(@": 12 inputs in "));
    }

    [Test]
    public void SimProperty_ThatFails_SaysHowManyInputsItWasShrunkIn()
    {
        string[] lines = Lines(typeof(FailingProperties), "LostUpdate", 0.5);

        Assert.That(lines[^1], Does.Match(@"1 failure, shrunk in [\d,]+ more; portfolio"));
    }

    private static string[] Lines(Type fixture, string test, double seconds)
    {
        TestProgress.Clock = new StepClock(seconds);
        var listener = new Listener();
        NestedRun.Of(fixture, test, listener);
        return [.. string.Concat(listener.Texts).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.TrimEnd('\r'))];
    }

    private sealed class Listener : ITestListener
    {
        public List<string> Texts { get; } = [];

        public void TestStarted(ITest test)
        {
        }

        public void TestFinished(ITestResult result)
        {
        }

        public void TestOutput(TestOutput output)
        {
            if (output.Stream == "Progress")
            {
                Texts.Add(output.Text);
            }
        }

        public void SendMessage(TestMessage message)
        {
        }
    }
}
