using System.Text.RegularExpressions;
using NUnit.Framework.Interfaces;
using SimAsync.TestFixtures;

namespace SimAsync.Tests.NUnit;

/// <summary>What <c>[SimTest]</c> makes of tests, seen from NUnit.</summary>
[NonParallelizable] // The fixtures count in static fields, and one test sets environment variables.
public sealed partial class SimTestTests
{
    [Test]
    public void SimTest_EachForm_Passes()
    {
        IReadOnlyDictionary<string, ITestResult> results = NestedRun.Of(typeof(Passing));

        Assert.That(results.Where(static result => result.Value.ResultState.Status is not TestStatus.Passed).Select(static result => $"{result.Key}: {result.Value.Message}"), Is.EqualTo(["Ignored: not now"]));
        Assert.That(results.Keys, Is.SupersetOf(new[]
        {
            "Plain", "Value", "Blocking", "OwnKind", "Injected", "Case(1)", "Case(2)", "CaseWithToken(1)", "Expected(1)", "ExpectedOfATask(1)", "FromSource(1)", "FromSource(2)",
            "FromValues(1,True)", "FromValues(1,False)", "FromValues(2,True)", "FromValues(2,False)", "Assertions", "Cancelled", "WithACategory", "Ignored",
        }));
        Assert.That(results["Ignored"].ResultState.Status, Is.EqualTo(TestStatus.Skipped));
        Assert.That(results["WithACategory"].Test.Parent!.Properties["Category"], Is.EqualTo(["named"]));
    }

    [Test]
    public void SimTest_AFailure_EndsWithHowToPlayItAgain_AndThatDoes()
    {
        ITestResult first = NestedRun.Of(typeof(Failing), "LostUpdate")["LostUpdate"];
        Assert.That(first.ResultState, Is.EqualTo(ResultState.Failure));
        Assert.That(first.Message, Does.Contain("Expected: 2").And.Contain("But was:  1").And.Match(@"Run \d+ of 1000 failed \(portfolio, seed 0\)"));
        Assert.That(first.StackTrace, Does.Contain("Failing.cs"));
        Match code = Code().Match(first.Message);
        Assert.That(code.Success, first.Message);
        Assert.That(first.Message.Split('\n')[^3], Does.EndWith($"dotnet test --filter \"FullyQualifiedName~SimAsync.TestFixtures.Failing.LostUpdate\""));

        // Output and log are those of the failing interleaving alone.
        Assert.That(OutputOfARun().Count(first.Output), Is.EqualTo(1));
        Assert.That(first.Output.Split("Information counter: Read 0"), Has.Length.EqualTo(3));
        Assert.That(first.Output, Does.Match(@"0 s, step \d+, root\S*: Information counter: Read 0"));

        ITestResult again = EnvironmentVariable.With("SIMASYNC_REPLAY", code.Groups["code"].Value, static () => NestedRun.Of(typeof(Failing), "LostUpdate")["LostUpdate"]);
        Assert.That(again.Message, Does.Contain("Expected: 2").And.Contain("This was a replay: ").And.Contain(code.Groups["code"].Value));
        Assert.That(OutputOfARun().Count(again.Output), Is.EqualTo(1));
    }

    [Test]
    public void SimTest_ADeadlock_NamesBothMethodsAndLines()
    {
        ITestResult result = NestedRun.Of(typeof(Failing), "Deadlock")["Deadlock"];

        Assert.That(result.ResultState.Status, Is.EqualTo(TestStatus.Failed));
        Assert.That(result.Message, Does.StartWith("SimAsync.DeadlockException"));
        Assert.That(WaitOfBoth().Count(result.Message), Is.EqualTo(2), result.Message);
        Assert.That(result.Message, Does.Not.Contain("SimMethodCommand"));
    }

    [Test]
    public void SimTest_LeavesATask_FailsAndListsIt()
    {
        IReadOnlyDictionary<string, ITestResult> results = NestedRun.Of(typeof(Failing));

        Assert.That(results["LeavesATask"].Message, Does.StartWith("SimAsync.TasksLeftException").And.Match(@"'Failing\.Background' waits for Task\.Delay, at Failing\.cs:\d+"));
        Assert.That(results["MayLeaveATask"].ResultState.Status, Is.EqualTo(TestStatus.Passed));
        Assert.That(results["HoldsOnWhenCancelled"].Message, Does.Contain("Expected: 1").And.Contain("1 out of order"));
        Assert.That(results["Endless"].Message, Does.StartWith("SimAsync.StepLimitException"));
        Assert.That(results["TooLong"].Message, Does.StartWith("SimAsync.TimeLimitException"));
        Assert.That(results["BadStrategy"].Message, Does.Contain("There is no strategy 'no such'"));
        Assert.That(results["NoRuns"].Message, Does.Contain("Runs"));
        Assert.That(results["WrongResult(1)"].Message, Does.Contain("first").And.Contain("second"));
    }

    [Test]
    public void SimTest_Cancellation_IsPlayedAgain()
    {
        ITestResult first = NestedRun.Of(typeof(Failing), "HoldsOnWhenCancelled")["HoldsOnWhenCancelled"];
        string code = Code().Match(first.Message).Groups["code"].Value;
        ITestResult again = EnvironmentVariable.With("SIMASYNC_REPLAY", code, static () => NestedRun.Of(typeof(Failing), "HoldsOnWhenCancelled")["HoldsOnWhenCancelled"]);

        Assert.That(again.Message, Does.Contain("Expected: 1").And.Contain("This was a replay: "));
    }

    [Test]
    public void SimTest_EachInterleaving_HasItsOwnFixtureSetUpAndTearDown()
    {
        ITestResult result = NestedRun.Of(typeof(Lifecycle))["Each"];

        Assert.That(result.ResultState, Is.EqualTo(ResultState.Success), result.Message);

        // A run that the machine disturbed is made again, so there may be more. NUnit makes one object more, before the count begins, which no test sees and which it disposes of at the end.
        Assert.That(Lifecycle.Objects, Is.InRange(50, 70));
        // One that was given up in its middle has no TearDown.
        Assert.That(Lifecycle.TearDowns, Is.InRange(50, Lifecycle.Objects));
        Assert.That(Lifecycle.Disposed, Is.EqualTo(Lifecycle.Objects + 1));
    }

    [Test]
    public void SimTest_SetUpFails_IsFoundShrunkAndTold()
    {
        ITestResult result = NestedRun.Of(typeof(FailingSetUp))["Never"];

        Assert.That(result.ResultState.Status, Is.EqualTo(TestStatus.Failed));
        Assert.That(result.Message, Does.Contain("Expected: 2").And.Contain("Play it again"));
    }

    [Test]
    public void SimTest_OneTimeSetUpOfAnInstance_IsRefused()
    {
        ITestResult result = NestedRun.Of(typeof(OneTimeOfAnInstance))["Never"];

        Assert.That(result.ResultState, Is.EqualTo(ResultState.NotRunnable));
        Assert.That(result.Message, Does.Contain("OneTimeOfAnInstance.Once").And.Contain("make it static"));
    }

    [TestCase("SIMASYNC_RUNS", "7", null)]
    [TestCase("SIMASYNC_RUNS", "seven", "SIMASYNC_RUNS: a whole number is needed, found 'seven'")]
    [TestCase("SIMASYNC_SEED", "-1", "SIMASYNC_SEED: a whole number is needed, found '-1'")]
    [TestCase("SIMASYNC_STRATEGY", "chance", "SIMASYNC_STRATEGY: There is no strategy 'chance'")]
    [TestCase("SIMASYNC_SHARD", "0/5", "SIMASYNC_SHARD: A shard is needed, written INDEX/COUNT and counted from 1, such as 1/8 to 8/8; found '0/5'. Or 'auto'")]
    [TestCase("SIMASYNC_CORPUS", " ", "Corpus")]
    [TestCase("SIMASYNC_REPLAY", "sim1.AAAA", "The replay code cannot be read")]
    public void SimTest_Environment_GoesBeforeTheAttribute(string variable, string value, string? message)
    {
        ITestResult result = EnvironmentVariable.With(variable, value, static () => NestedRun.Of(typeof(Lifecycle))["Each"]);

        if (message is null)
        {
            Assert.That(result.ResultState, Is.EqualTo(ResultState.Success), result.Message);
            Assert.That(Lifecycle.TearDowns, Is.InRange(7, 20));
        }
        else
        {
            Assert.That(result.ResultState.Status, Is.EqualTo(TestStatus.Failed));
            Assert.That(result.Message, Does.Contain(message));
        }
    }

    [TestCase("SIMASYNC_SHARD", "2/5", 10, "Shard 2/5: 10 of at most 50 runs.")]
    [TestCase("SIMASYNC_SHARD", "1/1", 50, null)]
    [TestCase("CI_NODE_INDEX", "2", 50, null)] // An engine's own variable alone leaves nothing out.
    public void SimTest_Shard_MakesItsRunsAndSaysSo(string variable, string value, int runs, string? told)
    {
        ITestResult result = EnvironmentVariable.With("SIMASYNC_STRATEGY", "random", () => EnvironmentVariable.With("CI_NODE_TOTAL", "5", () => EnvironmentVariable.With(variable, value, static () => NestedRun.Of(typeof(Lifecycle))["Each"])));

        Assert.That(result.ResultState, Is.EqualTo(ResultState.Success), result.Message);
        Assert.That(Lifecycle.TearDowns, Is.InRange(runs, runs + 20));
        Assert.That(result.Output, told is null ? Does.Not.Contain("Shard") : Does.Contain(told));
    }

    [Test]
    public void SimTest_ShardAuto_IsTheEngines()
    {
        ITestResult Each() => EnvironmentVariable.With("SIMASYNC_SHARD", "auto", static () => NestedRun.Of(typeof(Lifecycle))["Each"]);

        ITestResult result = EnvironmentVariable.With("CI_NODE_TOTAL", "25", () => EnvironmentVariable.With("CI_NODE_INDEX", "25", Each));
        Assert.That(result.Output, Does.Contain("Shard 25/25: 2 of at most 50 runs."));

        // A shard without runs has not passed.
        result = EnvironmentVariable.With("CI_NODE_TOTAL", "51", () => EnvironmentVariable.With("CI_NODE_INDEX", "51", Each));
        Assert.That((result.ResultState, result.Message), Is.EqualTo((ResultState.Ignored, "Of 50 runs, none is shard 51/51's.")));

        result = EnvironmentVariable.With("CI_NODE_INDEX", "0", Each);
        Assert.That((result.ResultState, result.Message), Is.EqualTo((ResultState.Error, "CI_NODE_TOTAL is not set, and CI_NODE_INDEX is: both are needed to know which shard this is.")));
    }

    [Test]
    public void SimTest_CancellationInShards_FindsWhatTheWholeFinds()
    {
        static int RunOf(ITestResult result) => FailedRun().Match(result.Message) is { Success: true } match ? int.Parse(match.Groups["run"].Value) : int.MaxValue;
        int whole = RunOf(NestedRun.Of(typeof(Failing), "HoldsOnWhenCancelled")["HoldsOnWhenCancelled"]);
        Assert.That(whole, Is.InRange(2, 20));

        int[] parts =
        [
            .. Enumerable.Range(1, 4).Select(static number => RunOf(EnvironmentVariable.With(
                "SIMASYNC_RUNS", "40", () => EnvironmentVariable.With("SIMASYNC_SHARD", $"{number}/4", static () => NestedRun.Of(typeof(Failing), "HoldsOnWhenCancelled")["HoldsOnWhenCancelled"])))),
        ];
        Assert.That(parts.Min(), Is.EqualTo(whole));
    }

    [TestCase("LostUpdate")]
    [TestCase("HoldsOnWhenCancelled")]
    public void SimTest_Corpus_KeepsAFailureAndPlaysItFirst(string test)
    {
        using var folder = new Cli.TemporaryFolder();
        ITestResult Run() => EnvironmentVariable.With("SIMASYNC_CORPUS", folder.Path, () => NestedRun.Of(typeof(Failing), test)[test]);

        ITestResult first = Run();
        Assert.That(first.Message, Does.Match(@"Run \d+ of 1000 failed \(portfolio, seed 0\)"));
        string kept = Directory.GetFiles(folder.Path, "*.txt").Single();
        Assert.That(Path.GetFileName(kept), Does.StartWith($"SimAsync.TestFixtures.Failing.{test}"));

        ITestResult again = Run();
        Assert.That(again.ResultState, Is.EqualTo(first.ResultState));
        Assert.That(again.Message, Does.Contain($"A kept run failed again ({kept}:2)").And.Contain("Expected: "));

        File.WriteAllText(kept, "rubbish\n");
        Assert.That(Run().Output, Does.Contain($"Warning: {kept}:1: The replay code cannot be read"));
    }

    [GeneratedRegex(@"SIMASYNC_REPLAY=(?<code>\S+)")]
    private static partial Regex Code();

    [GeneratedRegex(@"Run (?<run>\d+) of \d+ failed")]
    private static partial Regex FailedRun();

    [GeneratedRegex(@"output of run \d+")]
    private static partial Regex OutputOfARun();

    [GeneratedRegex(@"'Failing\.Both' waits for SemaphoreSlim\.WaitAsync, at Failing\.cs:\d+")]
    private static partial Regex WaitOfBoth();
}
