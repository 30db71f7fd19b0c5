namespace SimAsync.Bench.Ratios;

/// <summary>A step of a run of 10,000,000 steps over a step of a run of 100,000: what grows with the length of a run shows here.</summary>
internal sealed class StepCost : Figure
{
    private const int Tasks = 10;
    private const int Short = 100_000;
    private const int Long = 10_000_000;

    public override string Name => "step-cost-10M-over-100k";

    public override void Measure(Harness harness, Report report)
    {
        Compare(harness, report, Name, Strategy.InOrder);
        Compare(harness, report, $"{Name}-random", Strategy.Random);
    }

    // A hundred short runs do as many steps as the long one, so that both times are as long, and as noisy.
    private static void Compare(Harness harness, Report report, string name, Strategy strategy)
    {
        Comparison result = harness.Compare(
            () => Yielding.Simulate(strategy, Tasks, Long / Tasks),
            () =>
            {
                for (int i = 0; i < Long / Short; i++)
                {
                    Yielding.Simulate(strategy, Tasks, Short / Tasks);
                }
            });
        report.Add(name, result.Ratio, "x", Limit.AtMost(1.15));
    }
}
