namespace SimAsync.Bench.Ratios;

/// <summary>A step in order, over a step of the bare loop; and what a step allocates.</summary>
internal sealed class ZeroSleepInOrder : Figure
{
    public override string Name => "await-zero-sleep-in-order";

    public override void Measure(Harness harness, Report report)
    {
        double two = Yielding.Report(harness, report, Name, Strategy.InOrder, 2);
        double hundred = Yielding.Report(harness, report, Name, Strategy.InOrder, 100);
        report.Add(Name, Math.Max(two, hundred), "x", Limit.AtMost(2.5));
        report.Add($"{Name}-bytes", BytesPerStep(), "bytes", Limit.AtMost(0));
    }

    // The long run less the short one: what a run costs once is in both. The median of a few, because the runtime may box
    // once or twice where it is about to swap in better code.
    private static double BytesPerStep()
    {
        const int Short = 1_000;
        const int Long = 1_001_000;
        const int Tasks = 2;
        return Harness.Median([.. Enumerable.Range(0, 5).Select(static _ => (double)(Allocated(Long) - Allocated(Short)) / (Tasks * (Long - Short)))]);

        static long Allocated(int yields)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Yielding.Simulate(Strategy.InOrder, Tasks, yields);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
