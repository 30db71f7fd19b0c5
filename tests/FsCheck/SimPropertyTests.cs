using System.Text.RegularExpressions;
using NUnit.Framework.Interfaces;
using SimAsync.TestFixtures;
using SimAsync.Tests.NUnit;

namespace SimAsync.Tests.FsCheck;

/// <summary>What <c>[SimProperty]</c> makes of methods, seen from NUnit.</summary>
[NonParallelizable] // Some tests set environment variables.
public sealed partial class SimPropertyTests
{
    [Test]
    public void SimProperty_EachForm_Passes()
    {
        IReadOnlyDictionary<string, ITestResult> results = NestedRun.Of(typeof(PassingProperties));

        Assert.That(results.Where(static result => result.Value.ResultState.Status is not TestStatus.Passed).Select(static result => $"{result.Key}: {result.Value.Message}"), Is.EqualTo(["Ignored: not now"]));
        Assert.That(results.Keys, Is.SupersetOf(new[]
        {
            "Void", "Bool", "PlainProperty", "PlainTask", "TaskOfBool", "TaskOfProperty", "PlainValueTask", "ValueTaskOfBool", "PlainCoroutine", "CoroutineOfBool", "CoroutineOfProperty", "Injected",
            "OnlyInjected", "NoArguments", "Verbosely", "Quietly", "MayChangeItsInput", "Assumed", "Discarded", "Cancelled", "Ignored",
        }));

        // [Properties] at the class says how many, and [SimProperty] goes before it.
        Assert.That(results["PlainTask"].Output, Does.Contain("Ok, passed 12 tests.").And.Contain("In 60 runs."));
        Assert.That(results["Verbosely"].Output, Does.Contain("Ok, passed 30 tests.").And.Match(@"29:\norder = Order \{ Item = \d+, Count = \d \}"));
        Assert.That(results["Quietly"].Output, Is.Empty);
        Assert.That(results["PlainProperty"].Output, Does.Match(@"\d+% large"));
        Assert.That(results["Cancelled"].Output, Does.Contain("In 360 runs."));
        Assert.That(results["Ignored"].ResultState.Status, Is.EqualTo(TestStatus.Skipped));
        Assert.That(results["Ignored"].Test.Parent!.Properties["Category"], Is.EqualTo(["named"]));
    }

    [Test]
    public void SimProperty_AFailure_ShowsInputInterleavingAndCode_AndTheCodePlaysBoth()
    {
        ITestResult first = Run("LostUpdate");
        string code = CodeOf(first);

        Assert.That(first.ResultState, Is.EqualTo(ResultState.Failure));
        Assert.That(first.Message, Does.Contain("Assert.That(sum, Is.EqualTo(numbers.Sum()))").And.Match(@"numbers = \[(0, 1|1, 1|1, 0|-1, 1|1, -1)\]").And.Contain("1 out of order"));
        Assert.That(first.Message, Does.Contain("It was generated as:").And.Contain($"[SimProperty(Replay = \"{code}\")]"));
        Assert.That(first.StackTrace, Does.Contain("FailingProperties.cs"));
        Assert.That(first.Message, Does.Contain("dotnet test --filter \"FullyQualifiedName~SimAsync.TestFixtures.FailingProperties.LostUpdate\""));

        // Output and log are those of the one interleaving.
        Assert.That(first.Output.Split("output of a run"), Has.Length.EqualTo(2));
        Assert.That(first.Output, Does.Contain("Information sum: Read 0"));

        ITestResult again = EnvironmentVariable.With("SIMASYNC_REPLAY", code, static () => Run("LostUpdate"));
        Assert.That(again.Message.Split('\n')[..3], Is.EqualTo(first.Message.Split('\n')[..3]));
        Assert.That(again.Message, Does.Contain("This was a replay: ").And.Contain("after 1 test in 1 runs").And.Contain(code));
        Assert.That(Input().Match(again.Message).Value, Is.EqualTo(Input().Match(first.Message).Value));
        Assert.That(again.Output.Split("output of a run"), Has.Length.EqualTo(2));
    }

    [TestCase("False", "FalsifiedException : Expected true, got false.", "number = 10\n  other = true")]
    [TestCase("Labelled", "FalsifiedException", "Labels of what does not hold: not negative")]
    [TestCase("DrawsItself", "FalsifiedException", "number = 5", "What the property drew itself:\n  1")]
    [TestCase("Deadlock", "SimAsync.DeadlockException : ", "count = 4", "'FailingProperties.Deadlock' waits for SemaphoreSlim.WaitAsync, at FailingProperties.cs:")]
    [TestCase("HoldsOnWhenCancelled", "Expected: 1", "count = 3", "1 out of order")]
    [TestCase("LeavesATask", "SimAsync.TasksLeftException : ", "number = 4")]
    [TestCase("ReplayedByFsCheck", "But was:  1", "number = 1")]
    [TestCase("ShrinkerThrows", "Expected: 0", "order = Order { Item = ")]
    public void SimProperty_ThatDoesNotHold_TellsWhyAndForWhat(string test, params string[] parts)
    {
        ITestResult result = Run(test);

        Assert.That(result.ResultState.Status, Is.EqualTo(TestStatus.Failed));
        Assert.That(parts, Is.All.Matches<string>(part => result.Message!.Contains(part!, StringComparison.Ordinal)), result.Message);
        ITestResult again = EnvironmentVariable.With("SIMASYNC_REPLAY", CodeOf(result), () => Run(test));
        Assert.That(parts, Is.All.Matches<string>(part => again.Message!.Contains(part!, StringComparison.Ordinal)), again.Message);
    }

    [TestCase("Exhausted", "Exhausted: Arguments exhausted after 0 tests.")]
    [TestCase("NoArbitrary", "There is no arbitrary for the parameter 'strange', of type SimAsync.TestFixtures.INoArbitrary: ")]
    [TestCase("GeneratorThrows", "The generator of the parameter 'order' failed, at size ")]
    [TestCase("ArbitrariesOfNone", "Arbitrary: SimAsync.TestFixtures.FailingProperties: No instances found")]
    [TestCase("NoTests", "[SimProperty] cannot run so: MaxTest has to be at least 1, and is 0.")]
    [TestCase("NoRuns", "[SimProperty] cannot run so: Runs")]
    [TestCase("EvenGamma", "with an odd gamma; found '(1,2)'")]
    [TestCase("WrongReturn", "[SimProperty] FailingProperties.WrongReturn returns System.Int32: ")]
    [TestCase("ByReference", "has the parameter 'number' of type System.Int32&")]
    [TestCase("WithACase", "it stands alone, without [TestCase]")]
    [TestCase("WithValues", "it stands alone, without [TestCase]")]
    public void SimProperty_ThatCannotBeTried_SaysWhy(string test, string message)
    {
        ITestResult result = Run(test);

        Assert.That(result.ResultState.Status, Is.EqualTo(TestStatus.Failed));
        Assert.That(result.Message, Does.Contain(message));
    }

    [Test]
    public void SimProperty_ShrinkerFails_IsWarnedOf() =>
        Assert.That(Run("ShrinkerThrows").Output, Does.Contain("Warning: The shrinker of the parameter 'order' failed, for Order { Item = "));

    [TestCase("SIMASYNC_MAXTEST", "7", "Ok, passed 7 tests.")]
    [TestCase("SIMASYNC_RUNS", "2", "In 24 runs.")]
    [TestCase("SIMASYNC_SEED", "9", "Ok, passed 12 tests.")]
    [TestCase("SIMASYNC_SHARD", "2/5", "In 12 runs.")]
    public void SimProperty_Environment_GoesBeforeTheAttribute(string variable, string value, string told)
    {
        ITestResult result = EnvironmentVariable.With("SIMASYNC_STRATEGY", "random", () => EnvironmentVariable.With(variable, value, static () => NestedRun.Of(typeof(PassingProperties), "PlainTask")["PlainTask"]));

        Assert.That(result.ResultState, Is.EqualTo(ResultState.Success), result.Message);
        Assert.That(result.Output, Does.Contain(told));
    }

    [TestCase("SIMASYNC_MAXTEST", "many", "SIMASYNC_MAXTEST: a whole number is needed, found 'many'")]
    [TestCase("SIMASYNC_MAXTEST", "0", "MaxTest has to be at least 1, and is 0")]
    [TestCase("SIMASYNC_RUNS", "seven", "SIMASYNC_RUNS: a whole number is needed, found 'seven'")]
    [TestCase("SIMASYNC_STRATEGY", "chance", "SIMASYNC_STRATEGY: There is no strategy 'chance'")]
    [TestCase("SIMASYNC_REPLAY", "sim1.AAEEAQAAWLgUvH4", "it is a run's, with no input")]
    [TestCase("SIMASYNC_REPLAY", "simp1.AAAA", "The replay code cannot be read: it is cut off")]
    [TestCase("SIMASYNC_REPLAY", "rubbish", "found 'rubbish'")]
    public void SimProperty_EnvironmentThatIsWrong_IsNamed(string variable, string value, string message)
    {
        ITestResult result = EnvironmentVariable.With(variable, value, static () => Run("LostUpdate"));

        Assert.That(result.ResultState, Is.EqualTo(ResultState.Error));
        Assert.That(result.Message, Does.Contain(message));
    }

    [Test]
    public void SimProperty_OtherSeed_OtherInputs_SameSeed_SameMessage()
    {
        static string Message(string seed) => EnvironmentVariable.With("SIMASYNC_SEED", seed, static () => Run("LostUpdate")).Message;
        string first = Message("1");

        Assert.That(Message("1"), Is.EqualTo(first));
        Assert.That(Message("2"), Is.Not.EqualTo(first));
    }

    private static ITestResult Run(string test) => NestedRun.Of(typeof(FailingProperties), test)[test];

    private static string CodeOf(ITestResult result)
    {
        Match code = Code().Match(result.Message);
        Assert.That(code.Success, result.Message);
        return code.Groups["code"].Value;
    }

    [GeneratedRegex(@"SIMASYNC_REPLAY=(?<code>\S+)")]
    private static partial Regex Code();

    [GeneratedRegex(@"The input, shrunk [\s\S]*?(?=\nRun|\nThis)")]
    private static partial Regex Input();
}
