using SimAsync.Bench.Bare;

namespace SimAsync.Bench.Ratios;

/// <summary>A continuation that is posted to the simulation's synchronization context, over one that is posted to a bare pump; and what such a step allocates.</summary>
internal sealed class PostedContinuation : Figure
{
    private const int Steps = 1_000_000;

    public override string Name => "posted-continuation";

    public override void Measure(Harness harness, Report report)
    {
        double few = Compare(harness, report, 2);
        double many = Compare(harness, report, 100);
        report.Add(Name, Math.Max(few, many), "x", Limit.AtMost(2));
        report.Add($"{Name}-bytes", Harness.Median([.. Enumerable.Range(0, 5).Select(static _ => BytesPerStep())]), "bytes", Limit.AtMost(0));
    }

    public static void Simulate(int tasks, int yields) => Simulation.Run(() => PlainTasks.Yielders(tasks, yields), new RunOptions { MaxSteps = int.MaxValue });

    private double Compare(Harness harness, Report report, int tasks)
    {
        int yields = Steps / tasks;
        Comparison result = harness.Compare(() => Simulate(tasks, yields), () => Pump.Run(_ => PlainTasks.Yielders(tasks, yields), picks: false, seed: 0));
        report.Add($"{Name}-{tasks}-tasks", result.Ratio, "x");
        report.Add($"{Name}-{tasks}-tasks-ns", result.SubjectSeconds / Steps * 1e9, "ns");
        report.Add($"{Name}-{tasks}-tasks-bare-ns", result.BareSeconds / Steps * 1e9, "ns");
        return result.Ratio;
    }

    // The long run less the short one.
    private static double BytesPerStep()
    {
        const int Short = 1_000;
        const int Long = 1_001_000;
        return (double)(Allocated(Long) - Allocated(Short)) / (2 * (Long - Short));

        static long Allocated(int yields)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Simulate(2, yields);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
