using SimAsync.Bench.Bare;

namespace SimAsync.Bench.Ratios;

/// <summary>Tasks of which each awaits <c>Sim.Sleep(0)</c> many times: the bare minimum of a step, through the whole of the public surface.</summary>
internal static class Yielding
{
    public static void Simulate(Strategy strategy, int tasks, int yields)
    {
        // Without a look at whether they get anywhere, which costs nothing a step, but something in all.
        var options = new RunOptions { Strategy = strategy, Seed = 1, MaxSteps = int.MaxValue, LivelockSteps = null };
        Simulation.Run(async Coroutine () => await Sim.Gather(Enumerable.Range(0, tasks).Select(_ => Yielder(yields))), options);
    }

    /// <summary>
    /// Time of a step in the simulation over time of a step in a bare loop of the same shape: plain async methods, resumed from a hand-written
    /// ring. Reported with both times, and with the ratio to the fastest loop that we could write: the same ring under a builder
    /// of its own, which can do nothing else.
    /// </summary>
    public static double Report(Harness harness, Report report, string name, Strategy strategy, int tasks)
    {
        const int Steps = 1_000_000;
        int yields = Steps / tasks;
        Comparison result = harness.Compare(() => Simulate(strategy, tasks, yields), () => ActionLoop.Run(tasks, yields));
        Comparison fastest = harness.Compare(() => Simulate(strategy, tasks, yields), () => BareLoop.Run(tasks, yields));
        report.Add($"{name}-{tasks}-tasks", result.Ratio, "x");
        report.Add($"{name}-{tasks}-tasks-over-own-builder", fastest.Ratio, "x");
        report.Add($"{name}-{tasks}-tasks-ns", result.SubjectSeconds / Steps * 1e9, "ns");
        report.Add($"{name}-{tasks}-tasks-bare-ns", result.BareSeconds / Steps * 1e9, "ns");
        return result.Ratio;
    }

    private static async Coroutine Yielder(int yields)
    {
        for (int i = 0; i < yields; i++)
        {
            await Sim.Sleep(0);
        }
    }
}
