using BenchmarkDotNet.Attributes;
using SimAsync.Bench.Bare;
using SimAsync.Bench.Ratios;

namespace SimAsync.Bench;

/// <summary>A step of a task that yields: in order and at random, beside the two bare loops. Each operation is one step.</summary>
[MemoryDiagnoser]
public class StepBench
{
    private const int Steps = 100_000;

    [Params(2, 10, 100)]
    public int Tasks { get; set; }

    [Benchmark(Baseline = true, OperationsPerInvoke = Steps)]
    public void BareLoop() => Bare.BareLoop.Run(Tasks, Steps / Tasks);

    [Benchmark(OperationsPerInvoke = Steps)]
    public void FrameworkTasks() => ActionLoop.Run(Tasks, Steps / Tasks);

    [Benchmark(OperationsPerInvoke = Steps)]
    public void InOrder() => Yielding.Simulate(Strategy.InOrder, Tasks, Steps / Tasks);

    [Benchmark(OperationsPerInvoke = Steps)]
    public void Random() => Yielding.Simulate(Strategy.Random, Tasks, Steps / Tasks);
}
