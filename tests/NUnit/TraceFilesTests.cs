using NUnit.Framework.Interfaces;
using SimAsync.TestFixtures;

namespace SimAsync.Tests.NUnit;

/// <summary>What a failing <c>[SimTest]</c> leaves beside its result.</summary>
[NonParallelizable]
public sealed class TraceFilesTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("simasync-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Failure_OfASimTest_LeavesItsTraceAndAttachesIt()
    {
        string traces = Path.Combine(folder, "deep", "traces");
        ITestResult result = Run(traces, "LostUpdate");
        string json = Path.Combine(traces, "SimAsync.TestFixtures.Failing.LostUpdate.json");

        Assert.That(result.TestAttachments.Select(static attachment => attachment.FilePath), Does.Contain(json));
        Assert.That(result.TestAttachments, Has.All.Property(nameof(TestAttachment.Description)).Not.Empty);
        Assert.That(result.Message, Does.Contain($"  The whole run, step by step: {traces}"));
        Assert.That(Directory.GetFiles(traces), Has.Length.EqualTo(result.TestAttachments.Count), "nothing half-written stays");
        using FileStream stream = File.OpenRead(json);
        Assert.That(SimTrace.Read(stream).Title, Is.EqualTo("SimAsync.TestFixtures.Failing.LostUpdate"));
    }

    [Test]
    public void Failure_OfATestWithArguments_HasANameThatAFileCanHave()
    {
        ITestResult result = Run(folder, "WrongResult");

        Assert.That(result.TestAttachments.Select(static attachment => Path.GetFileName(attachment.FilePath)), Has.All.Match(@"^SimAsync\.TestFixtures\.Failing\.WrongResult_1_-[0-9a-f]{8}\.[a-z]+$").And.Not.Empty);
    }

    [Test]
    public void Failure_WhereTheFolderCannotBeMade_SaysSoAndFailsAsBefore()
    {
        string file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        ITestResult result = Run(Path.Combine(file, "traces"), "LostUpdate");

        Assert.That(result.ResultState, Is.EqualTo(ResultState.Failure));
        Assert.That(result.Message, Does.Contain("Expected: 2").And.Contain("  The trace cannot be written: "));
        Assert.That(result.TestAttachments, Is.Empty);
    }

    [Test]
    public void Failure_WithoutAFolder_LeavesNothing()
    {
        ITestResult result = Run("none", "LostUpdate");

        Assert.That(result.TestAttachments, Is.Empty);
        Assert.That(result.Message, Does.Not.Contain("The whole run"));
    }

    private static ITestResult Run(string traces, string test) =>
        EnvironmentVariable.With("SIMASYNC_TRACES", traces, () => NestedRun.Of(typeof(Failing), test).Values.First());
}
