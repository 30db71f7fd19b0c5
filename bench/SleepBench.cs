using BenchmarkDotNet.Attributes;
using SimAsync.Bench.Bare;
using SimAsync.Bench.Ratios;

namespace SimAsync.Bench;

/// <summary>A sleep with a length, beside two bare heaps. Each operation is one sleep.</summary>
[MemoryDiagnoser]
public class SleepBench
{
    private const int Sleeps = 100_000;

    [Params(100, 10_000)]
    public int Tasks { get; set; }

    [Benchmark(Baseline = true, OperationsPerInvoke = Sleeps)]
    public void BareBinaryHeap() => BareTimers<BinaryHeap>.Run(Tasks, Sleeps / Tasks);

    [Benchmark(OperationsPerInvoke = Sleeps)]
    public void BarePriorityQueue() => BareTimers<FrameworkHeap>.Run(Tasks, Sleeps / Tasks);

    [Benchmark(OperationsPerInvoke = Sleeps)]
    public void Simulated() => Ratios.Timer.Simulate(Tasks, Sleeps / Tasks);
}
