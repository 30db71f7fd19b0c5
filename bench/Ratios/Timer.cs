using SimAsync.Bench.Bare;

namespace SimAsync.Bench.Ratios;

/// <summary>A sleep in order, over push, pop and resume of a bare heap. The simulation takes two steps for it, as asyncio does: the timer's and the task's.</summary>
internal sealed class Timer : Figure
{
    public override string Name => "timer";

    public override void Measure(Harness harness, Report report)
    {
        double few = Compare(harness, report, 100);
        double many = Compare(harness, report, 10_000);
        report.Add(Name, Math.Max(few, many), "x", Limit.AtMost(3));
    }

    public static void Simulate(int tasks, int sleeps)
    {
        var options = new RunOptions { MaxSteps = int.MaxValue };
        Simulation.Run(async Coroutine () => await Sim.Gather(Enumerable.Range(0, tasks).Select(task => Sleeper(sleeps, Delays.Seed(task)))), options);
    }

    private double Compare(Harness harness, Report report, int tasks)
    {
        const int Sleeps = 1_000_000;
        int each = Sleeps / tasks;
        Comparison result = harness.Compare(
            () => Simulate(tasks, each),
            () => BareTimers<BinaryHeap>.Run(tasks, each),
            () => BareTimers<FrameworkHeap>.Run(tasks, each));
        report.Add($"{Name}-{tasks}-tasks", result.Ratio, "x");
        report.Add($"{Name}-{tasks}-tasks-ns", result.SubjectSeconds / Sleeps * 1e9, "ns");
        report.Add($"{Name}-{tasks}-tasks-bare-ns", result.BareSeconds / Sleeps * 1e9, "ns");
        return result.Ratio;
    }

    private static async Coroutine Sleeper(int sleeps, ulong delays)
    {
        for (int i = 0; i < sleeps; i++)
        {
            await Sim.Sleep(TimeSpan.FromTicks(Delays.Next(ref delays)));
        }
    }
}
