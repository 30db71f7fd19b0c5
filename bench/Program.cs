using BenchmarkDotNet.Running;

namespace SimAsync.Bench;

/// <summary>Every benchmark here, by BenchmarkDotNet's own command line: `-- --list flat`, `-- --filter *Xoshiro*`.</summary>
public static class Program
{
    public static void Main(string[] args) => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
