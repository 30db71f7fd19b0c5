using System.Diagnostics;
using SimAsync.FsCheck;

namespace SimAsync.Tests.FsCheck;

/// <summary>What a property finds, and its code, hang on no process.</summary>
public sealed class PropertyProcessTests
{
    [Test]
    public void Report_OfThreeSeeds_IsThatOfEveryOtherProcess()
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [typeof(PropertyProcessTests).Assembly.Location, "properties"]) { RedirectStandardOutput = true })!;
        string there = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.That(there, Is.EqualTo(string.Concat(Enumerable.Range(0, 3).Select(static seed => Checks.Report((ulong)seed)))));
        Assert.That(there, Does.Contain("simp1."));
    }

    /// <summary>A code of another day: if this fails, inputs are drawn or shrunk otherwise, which is a new version of the code.</summary>
    [Test]
    public void Replay_ACodeThatWasPrintedBefore_StillGivesItsInput()
    {
        const string Code = "simp1.72J2idDiUG0DAQCMnYR3cXjgQA.sim1.AAMGAQAAWFhYQIR3tQ";

        SimPropertyFailure failure = SimCheck.Run(SimProp.ForAll(Checks.Numbers, Checks.SumIsKept, new SimPropertyOptions { Replay = Code })).Failure!;

        Assert.That(failure.Input[0], Is.EqualTo(new[] { 0, 1 }).Or.EqualTo(new[] { 1, 1 }));
        Assert.That(failure.ReplayCode, Is.EqualTo(Code));
        Assert.That(failure.Simulation.Deviations, Is.EqualTo(1));
    }
}
