namespace SimAsync.Scheduler;

/// <summary>What codes are written with: numbers, and a checksum.</summary>
internal static class CodeBytes
{
    /// <summary>Adds a number as LEB128: seven bits a byte, the low ones first.</summary>
    public static void Write(List<byte> bytes, ulong number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            bytes.Add((byte)(number | 0x80));
        }

        bytes.Add((byte)number);
    }

    /// <summary>CRC-32 as in IEEE 802.3.</summary>
    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320u & (uint)-(int)(crc & 1));
            }
        }

        return ~crc;
    }
}
