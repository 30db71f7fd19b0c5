namespace SimAsync.Bench.Ratios;

/// <summary>A step under the random walk, whose choices are recorded, over a step of the same bare loop: which has no choice and no record.</summary>
internal sealed class ZeroSleepRandom : Figure
{
    public override string Name => "await-zero-sleep-random-recorded";

    public override void Measure(Harness harness, Report report)
    {
        double two = Yielding.Report(harness, report, Name, Strategy.Random, 2);
        double ten = Yielding.Report(harness, report, Name, Strategy.Random, 10);
        report.Add(Name, Math.Max(two, ten), "x", Limit.AtMost(3.5));
    }
}
