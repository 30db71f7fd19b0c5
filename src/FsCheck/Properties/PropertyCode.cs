using System.Buffers;
using System.Buffers.Text;
using System.Text;
using SimAsync.Scheduler;

namespace SimAsync.FsCheck.Properties;

/// <summary>
/// A failing input and its failing run as one line of text: <c>simp1.</c>, then in URL-safe base64 how the input comes about, then a full stop and the run's own <see cref="ReplayCode"/>.
/// </summary>
/// <remarks>
/// Version 1. The layout of the input: FsCheck's seed (eight bytes, low first; the gamma is the golden one), then as LEB128 numbers the size, the count of shrinks, and of each which of the shrinker's
/// candidates it took, from 0; a mark of the printed input (four bytes, a CRC-32; 0 for none); a CRC-32 of all that and of the run's code. A change to it, or to how inputs are drawn from a seed, is a new version.
/// </remarks>
internal sealed record PropertyCode(InputAddress Address, uint Mark, string Run)
{
    private const string Prefix = "simp1.";
    private const int MaxLength = 64 * 1024 * 1024;

    /// <summary>The mark of a printed input: never 0.</summary>
    public static uint MarkOf(string printed) => Math.Max(1, CodeBytes.Crc32(Encoding.UTF8.GetBytes(printed)));

    /// <exception cref="ReplayCodeException">It is no such code: the message says why.</exception>
    public static PropertyCode Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw text.StartsWith("sim1.", StringComparison.Ordinal)
                ? new ReplayCodeException($"it is a run's, with no input, and a property's begins with \"{Prefix}\"")
                : CodeBytes.WrongBeginning(text, "simp", Prefix);
        }

        int end = text.IndexOf('.', Prefix.Length);
        if (end < 0 || text.Length > MaxLength)
        {
            throw new ReplayCodeException(end < 0 ? "it is cut off before the run's part" : $"it has {text.Length} characters, and at most {MaxLength} are read");
        }

        string run = text[(end + 1)..];
        byte[] bytes = new byte[((end - Prefix.Length) * 3 / 4) + 3];
        if (Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length, end - Prefix.Length), bytes, out _, out int length) != OperationStatus.Done || length < 4)
        {
            throw new ReplayCodeException("the input's part is cut off, or has a character that no code has");
        }

        if (Checksum(bytes.AsSpan(0, length - 4), run) != BitConverter.ToUInt32(bytes, length - 4))
        {
            throw new ReplayCodeException("its checksum does not fit: a character was lost or altered");
        }

        ReplayCode.Parse(run);
        return Read(new CodeReader(bytes.AsSpan(0, length - 4)), run);
    }

    public override string ToString()
    {
        var bytes = new List<byte>(BitConverter.GetBytes(Address.Seed));
        CodeBytes.Write(bytes, (ulong)Address.Size);
        CodeBytes.Write(bytes, (ulong)Address.Path.Count);
        foreach (int index in Address.Path)
        {
            CodeBytes.Write(bytes, (ulong)index);
        }

        bytes.AddRange(BitConverter.GetBytes(Mark));
        byte[] body = [.. bytes];
        return $"{Prefix}{Base64Url.EncodeToString([.. body, .. BitConverter.GetBytes(Checksum(body, Run))])}.{Run}";
    }

    private static uint Checksum(ReadOnlySpan<byte> body, string run) => CodeBytes.Crc32([.. body, .. Encoding.UTF8.GetBytes(run)]);

    private static PropertyCode Read(CodeReader reader, string run)
    {
        ulong seed = reader.Fixed64();
        int size = (int)reader.Number(int.MaxValue);
        int[] path = new int[(int)reader.Number((ulong)reader.Length)];
        for (int i = 0; i < path.Length; i++)
        {
            path[i] = (int)reader.Number(int.MaxValue);
        }

        uint mark = reader.Fixed32();
        if (reader.Length > 0)
        {
            CodeReader.Fail();
        }

        return new PropertyCode(new InputAddress(seed, size, path), mark, run);
    }
}
