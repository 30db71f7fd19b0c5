using System.Diagnostics;

namespace SimAsync.Bench.Ratios;

/// <summary>The program that the peers run too: ten tasks, each awaiting ten times something that is ready.</summary>
internal static class PeerProgram
{
    private const int Tasks = 10;
    private const int Awaits = 10;
    private const int Batch = 1000;

    public static double RunsPerSecond(Strategy strategy, TimeSpan time)
    {
        // A fresh seed for each batch: no run is made twice.
        ulong seed = 0;
        long runs = 0;
        TimeSpan elapsed = TimeSpan.Zero;
        for (long start = Stopwatch.GetTimestamp(); elapsed < time; elapsed = Stopwatch.GetElapsedTime(start))
        {
            ExploreReport report = Simulation.Explore(Program, new ExploreOptions { Strategy = strategy, Runs = Batch, Seed = seed++ });
            report.ThrowIfFailed();
            runs += report.Runs;
        }

        return runs / elapsed.TotalSeconds;
    }

    public static async Coroutine Program() => await Sim.Gather(Enumerable.Range(0, Tasks).Select(static _ => Worker()));

    private static async Coroutine Worker()
    {
        for (int i = 0; i < Awaits; i++)
        {
            await Sim.Sleep(0);
        }
    }
}
