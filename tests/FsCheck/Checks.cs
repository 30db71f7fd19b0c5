using FsCheck;
using FsCheck.Fluent;
using SimAsync.FsCheck;

namespace SimAsync.Tests.FsCheck;

/// <summary>Properties that several tests check.</summary>
internal static class Checks
{
    /// <summary>Adds numbers, each with a read, a break and a write: an update is lost if two that are not 0 meet.</summary>
    public static async Task<bool> SumIsKept(int[] numbers)
    {
        int sum = 0;
        await Task.WhenAll(numbers.Select(Add));
        return sum == numbers.Sum();

        async Task Add(int number)
        {
            // Each has a millisecond of its own, so in order none is lost.
            await Sim.Sleep(1);
            int before = sum;
            await Sim.Yield();
            sum = before + number;
        }
    }

    public static Arbitrary<int[]> Numbers { get; } = Arb.Array(ArbMap.Default.ArbFor<int>());

    /// <summary>The whole report of a property with a bug: what has to be the same in each process.</summary>
    public static string Report(ulong seed)
    {
        SimCheckReport report = SimCheck.Run(SimProp.ForAll(Numbers, SumIsKept, new SimPropertyOptions { Seed = seed }));
        return $"{report}\n";
    }
}
