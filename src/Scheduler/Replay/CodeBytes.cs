namespace SimAsync.Scheduler;

/// <summary>What codes are written with: numbers, and a checksum.</summary>
internal static class CodeBytes
{
    /// <summary>Why a text that does not begin as it has to is no code.</summary>
    /// <param name="text">The text.</param>
    /// <param name="family">How codes of any version begin.</param>
    /// <param name="prefix">How those of this version do.</param>
    public static ReplayCodeException WrongBeginning(string text, string family, string prefix) => new(
        text.Length == 0 ? "it is empty"
        : text.StartsWith(family, StringComparison.Ordinal) && text.IndexOf('.', StringComparison.Ordinal) is var stop and >= 0
            ? $"this version reads codes that begin with \"{prefix}\", and it begins with \"{text[..Math.Min(stop + 1, 12)]}\""
            : $"it does not begin with \"{prefix}\"");

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
