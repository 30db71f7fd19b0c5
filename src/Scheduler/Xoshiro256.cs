using System.Numerics;

namespace SimAsync.Scheduler;

/// <summary>
/// The pinned random generator: xoshiro256** 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number
/// generators", ACM TOMS 2021), its state filled from a 64-bit seed by SplitMix64, as its authors advise.
/// </summary>
/// <remarks>
/// Both are pinned to their published test vectors, so a seed means the same choices on every machine and in every
/// version of .NET, which <c>System.Random</c> does not promise. A mutable struct: pass it by reference.
/// </remarks>
public struct Xoshiro256
{
    private ulong s0, s1, s2, s3;

    /// <summary>A generator whose 256 bits of state come from <paramref name="seed"/> by SplitMix64. Any seed will do.</summary>
    public Xoshiro256(ulong seed)
    {
        s0 = SplitMix64(ref seed);
        s1 = SplitMix64(ref seed);
        s2 = SplitMix64(ref seed);
        s3 = SplitMix64(ref seed);
    }

    /// <summary>A generator with just this state, which may not be all zeros.</summary>
    public Xoshiro256(ulong s0, ulong s1, ulong s2, ulong s3)
    {
        if ((s0 | s1 | s2 | s3) == 0)
        {
            throw new ArgumentException("A state of zeros only gives zeros for ever: set at least one bit.", nameof(s0));
        }

        (this.s0, this.s1, this.s2, this.s3) = (s0, s1, s2, s3);
    }

    /// <summary>The next 64 bits, each value as likely as any other.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        ulong t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>A number from 0 up to, not including, <paramref name="bound"/>, each as likely as any other.</summary>
    /// <param name="bound">How many numbers there are to choose from; at least 1.</param>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);

        // Lemire, "Fast random integer generation in an interval", ACM TOMACS 2019. A bare remainder would favour low
        // numbers; the rejected sliver is what makes the rest even.
        uint range = (uint)bound;
        ulong product = (NextUInt64() >> 32) * range;
        if ((uint)product < range)
        {
            uint sliver = (uint)-(int)range % range;
            while ((uint)product < sliver)
            {
                product = (NextUInt64() >> 32) * range;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>A number from 0 up to, not including, 1, in steps of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>One step of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), which moves <paramref name="state"/> on.</summary>
    public static ulong SplitMix64(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
