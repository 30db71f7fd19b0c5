using SimAsync.Bench.Bare;

namespace SimAsync.Bench.Ratios;

/// <summary>Whole programs of plain tasks, explored at random: runs a second over those of a bare pump that picks at random; and the same through the pool's gate.</summary>
internal sealed class PlainPrograms : Figure
{
    private static readonly (string Name, int Runs, Func<Task> Ours, Func<PumpClock, Task> Bare, Func<Task> Gated)[] Programs =
    [
        ("ping-pong-1000", 200, PlainTasks.PingPong, static _ => PlainTasks.PingPong(), PlainTasks.GatedPingPong),
        ("fan-out-100x10", 200, PlainTasks.FanOut, static _ => PlainTasks.FanOut(), PlainTasks.GatedFanOut),
        ("delays-10", 2000, static () => PlainTasks.DelaysAgainstTimeout(Sim.TimeProvider), PlainTasks.DelaysAgainstTimeout, PlainTasks.GatedDelays),
    ];

    public override string Name => "plain";

    public override void Measure(Harness harness, Report report)
    {
        foreach (var (name, runs, ours, bare, gated) in Programs)
        {
            Comparison result = harness.Compare(() => PlainTasks.Simulate(ours, runs), () => PlainTasks.RunBare(bare, runs));
            report.Add($"{Name}-{name}", 1 / result.Ratio, "x", Limit.AtLeast(0.35));
            report.Add($"{Name}-{name}-runs", runs / result.SubjectSeconds, "runs/s");
            report.Add($"{Name}-{name}-bare-runs", runs / result.BareSeconds, "runs/s");
            report.Add($"{Name}-{name}-gated", runs / harness.MedianTime(() => PlainTasks.Simulate(gated, runs)), "runs/s", Limit.AtLeast(100));
        }
    }
}
