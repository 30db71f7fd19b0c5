using System.Diagnostics.CodeAnalysis;

namespace SimAsync.Scheduler;

/// <summary>Reads a code whose checksum fits, and trusts none of its numbers all the same.</summary>
internal ref struct CodeReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>What has not been read.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = bytes;

    public readonly int Length => Rest.Length;

    public byte Byte() => Take(1)[0];

    /// <summary>Eight bytes, the low one first.</summary>
    public ulong Fixed64() => BitConverter.ToUInt64(Take(8));

    /// <summary>Four bytes, the low one first.</summary>
    public uint Fixed32() => BitConverter.ToUInt32(Take(4));

    /// <summary>A number in LEB128.</summary>
    /// <param name="most">More than that is a fault.</param>
    public ulong Number(ulong most)
    {
        ulong number = 0;
        for (int shift = 0; shift < 63 && Length > 0; shift += 7)
        {
            byte b = Byte();
            number |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                if (number > most)
                {
                    Fail();
                }

                return number;
            }
        }

        Fail();
        return 0;
    }

    /// <summary>Says that it cannot be.</summary>
    /// <exception cref="ReplayCodeException">Always.</exception>
    [DoesNotReturn]
    public static void Fail() =>
        throw new ReplayCodeException("its checksum fits but its numbers do not: it was not made by this version");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (Length < count)
        {
            Fail();
        }

        ReadOnlySpan<byte> taken = Rest[..count];
        Rest = Rest[count..];
        return taken;
    }
}
