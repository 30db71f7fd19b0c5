namespace SimAsync.Tests.Kernel;

/// <summary>A fixed bug: a trace called the step in which plain code goes on after a sleep "callback AsyncStateMachineBox.MoveNext".</summary>
public sealed class ContinuationNameTests
{
    [Test]
    public void Trace_PlainCodeAfterASleep_NamesItsMethod()
    {
        RunReport report = Simulation.Observe(Plain, new RunOptions { Trace = true });

        Assert.That(
            report.Trace.OfType<TraceEvent.StepRun>().Select(step => step.Who),
            Has.One.EqualTo("root.1 continuation of ContinuationNameTests.Plain at ContinuationNameTests.cs:16"));
    }

    private static async Task Plain() => await SimAsync.Sim.Sleep(5);
}
