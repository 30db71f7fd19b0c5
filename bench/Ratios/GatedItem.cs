using SimAsync.Bench.Bare;

namespace SimAsync.Bench.Ratios;

/// <summary>A work item that goes to the thread pool and is held at its gate, over a bare hand-over from one thread to another: the price of a step where each task has a thread.</summary>
internal sealed class GatedItem : Figure
{
    private const int Steps = 200_000;
    private const int Tasks = 10;

    public override string Name => "gated-item";

    public override void Measure(Harness harness, Report report)
    {
        Comparison spin = harness.Compare(Simulate, static () => HandOver.Spin(Steps));
        Comparison semaphores = harness.Compare(Simulate, static () => HandOver.Semaphores(Steps));
        report.Add(Name, semaphores.Ratio, "x", Limit.AtMost(2));
        report.Add($"{Name}-over-spin", spin.Ratio, "x");
        report.Add($"{Name}-ns", semaphores.SubjectSeconds / Steps * 1e9, "ns");
        report.Add($"{Name}-bare-ns", semaphores.BareSeconds / Steps * 1e9, "ns");
        report.Add($"{Name}-bare-spin-ns", spin.BareSeconds / Steps * 1e9, "ns");
    }

    private static void Simulate() => Simulation.Run(
        static () => PlainTasks.GatedYielders(Tasks, Steps / Tasks),
        new RunOptions { Strategy = Strategy.Random, MaxSteps = int.MaxValue });
}
