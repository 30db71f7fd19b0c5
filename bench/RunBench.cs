using BenchmarkDotNet.Attributes;
using SimAsync.Bench.Ratios;

namespace SimAsync.Bench;

/// <summary>Whole runs: one that does nothing, and the peers' ten tasks of ten awaits each.</summary>
[MemoryDiagnoser]
public class RunBench
{
    [Benchmark(Baseline = true)]
    public void Empty() => EmptyRun.RunOnce();

    [Benchmark]
    public void TenTimesTenInOrder() => Simulation.Run(PeerProgram.Program);

    [Benchmark]
    public void TenTimesTenAtRandom() => Simulation.Run(PeerProgram.Program, new RunOptions { Strategy = Strategy.Random });
}
