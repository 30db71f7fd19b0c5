using System.Numerics;

namespace SimAsync.Exploration;

/// <summary>
/// How many different numbers there were, in little memory: exactly as long as they are few; from then on by the estimate of HyperLogLog (Flajolet, Fusy, Gandouet and Meunier, AofA 2007), whose standard error here is
/// 0.8 %. The numbers have to be good hashes of 64 bits, which are different for what is different.
/// </summary>
internal sealed class DistinctCount
{
    // So many numbers are kept. More would be looked for in memory far away.
    public const int Few = 1 << 10;

    // The estimate's memory: 16 KiB, and of each number the first bits say which of them it is told in.
    private const int Bits = 14;

    private HashSet<ulong>? few = [];
    private byte[]? registers;
    private long estimate;
    private bool isStale;

    /// <summary>Whether it is an estimate.</summary>
    public bool IsEstimate => few is null;

    public long Count
    {
        get
        {
            if (few is not null)
            {
                return few.Count;
            }

            if (isStale)
            {
                (estimate, isStale) = (Estimate(), false);
            }

            return estimate;
        }
    }

    public void Add(ulong hash)
    {
        if (few is null)
        {
            Note(hash);
            return;
        }

        few.Add(hash);
        if (few.Count > Few)
        {
            registers = new byte[1 << Bits];
            foreach (ulong one in few)
            {
                Note(one);
            }

            few = null;
        }
    }

    // The longest run of zeros that was seen says how many there were.
    private void Note(ulong hash)
    {
        byte zeros = (byte)(BitOperations.LeadingZeroCount((hash << Bits) | (1UL << (Bits - 1))) + 1);
        ref byte register = ref registers![hash >> (64 - Bits)];
        if (zeros > register)
        {
            register = zeros;
            isStale = true;
        }
    }

    private long Estimate()
    {
        const double Count = 1 << Bits;
        const double Alpha = 0.7213 / (1 + (1.079 / Count));
        double sum = 0;
        int empty = 0;
        foreach (byte register in registers!)
        {
            sum += 1.0 / (1UL << register);
            empty += register == 0 ? 1 : 0;
        }

        double raw = Alpha * Count * Count / sum;
        return (long)Math.Round(raw <= 2.5 * Count && empty > 0 ? Count * Math.Log(Count / empty) : raw);
    }
}
