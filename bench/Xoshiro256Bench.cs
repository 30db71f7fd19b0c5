using BenchmarkDotNet.Attributes;
using SimAsync.Scheduler;

namespace SimAsync.Bench;

/// <summary>What a random choice costs: the floor under every random strategy.</summary>
public class Xoshiro256Bench
{
    private Xoshiro256 generator = new(1);

    [Benchmark(Baseline = true)]
    public ulong NextUInt64() => generator.NextUInt64();

    [Benchmark]
    public int NextOfSeven() => generator.Next(7);
}
