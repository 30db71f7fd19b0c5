using System.Diagnostics;

namespace SimAsync.Tests.Interop;

/// <summary>A runtime whose pool cannot be reached into: its workers are held in front of the items, and the same seed gives the same run.</summary>
public sealed class WorkerTests
{
    [Test]
    public void Runs_WithWorkersHeld_AreTheSame()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(WorkerTests).Assembly.Location, "workers"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string elsewhere = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.That(process.ExitCode, Is.Zero);
        Assert.That(elsewhere.Split('\n'), Is.EqualTo(WorkerRuns.Play().Split('\n')));
    }
}
