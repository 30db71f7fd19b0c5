namespace SimAsync.Bench.Ratios;

/// <summary>A whole run of a coroutine that does nothing: what each run of an exploration costs before its first step.</summary>
internal sealed class EmptyRun : Figure
{
    private const int Runs = 50_000;

    public override string Name => "empty-run";

    public override void Measure(Harness harness, Report report) =>
        report.Add(Name, harness.MedianTime(RunMany) / Runs * 1e6, "us", Limit.AtMost(3));

    public static void RunOnce() => Simulation.Run(Nothing);

    private static void RunMany()
    {
        for (int i = 0; i < Runs; i++)
        {
            RunOnce();
        }
    }

#pragma warning disable CS1998 // It awaits nothing: that is what is measured.
    private static async Coroutine Nothing()
    {
    }
#pragma warning restore CS1998
}
