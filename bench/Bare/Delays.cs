namespace SimAsync.Bench.Bare;

/// <summary>The lengths of the sleeps, the same in the simulation and in the bare loops: spread evenly over 1.7 s, with few equal ones.</summary>
internal static class Delays
{
    public const long LongestTicks = 1 << 24;

    public static ulong Seed(int task) => (ulong)(task + 1) * 0x9E3779B97F4A7C15UL;

    /// <summary>The next length in ticks of 100 ns, from 1. Knuth's linear congruential step: it must cost next to nothing.</summary>
    public static long Next(ref ulong state)
    {
        state = (state * 6364136223846793005UL) + 1442695040888963407UL;
        return 1 + (long)(state >> 40);
    }
}
