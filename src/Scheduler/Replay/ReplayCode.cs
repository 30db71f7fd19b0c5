using System.Buffers;
using System.Buffers.Text;

namespace SimAsync.Scheduler;

/// <summary>
/// A recorded run as one line of text: <c>sim1.</c> and then, in URL-safe base64, its deviations from order, a few marks to
/// see by whether a later run is still the same, and a checksum (CRC-32 as in IEEE 802.3).
/// </summary>
/// <remarks>
/// Version 1. The layout: a byte of flags (1: in passes, 2: a seed follows, 4: waits on the pool are held), the seed (eight bytes, low first), then as
/// LEB128 numbers the count of choices, of steps, of deviations, and for each deviation its distance from the one before and
/// its index; then the marks; then the checksum. A change to any of it, or to the order of choices that the kernel asks
/// for, is a new version.
/// </remarks>
public sealed class ReplayCode
{
    private const string Prefix = "sim1.";
    private const int MarkBytes = 80;
    private const int MaxLength = 64 * 1024 * 1024;

    private readonly byte[] marks;

    private ReplayCode(int choices, long steps, IReadOnlyList<Deviation> deviations, byte[] marks)
    {
        (Choices, Steps) = (choices, steps);
        Deviations = deviations;
        this.marks = marks;
    }

    /// <summary>Whether the run went in asyncio's passes.</summary>
    public bool InPasses { get; private init; }

    /// <summary>Whether steps that the thread pool would run had a synchronization context, by which they are held when they block.</summary>
    public bool HoldsPoolWaits { get; private init; }

    /// <summary>The seed of the run's own random generator, or null if the run drew nothing from it.</summary>
    public ulong? Seed { get; private init; }

    /// <summary>How many choices the run made.</summary>
    public int Choices { get; }

    /// <summary>How many steps the run took.</summary>
    public long Steps { get; }

    /// <summary>The answers other than 0, in order.</summary>
    public IReadOnlyList<Deviation> Deviations { get; }

    /// <summary>Makes the code of a recorded run.</summary>
    /// <param name="recording">The run.</param>
    /// <param name="drewRandom">Whether the run drew from its own random generator, so that its seed belongs in the code.</param>
    public static ReplayCode Of(Recording recording, bool drewRandom)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var (bits, stride, length) = MarkLayout(recording.Count);
        byte[] marks = new byte[length];
        for (int i = 0; i < recording.Count; i += stride)
        {
            int at = i / stride * bits;
            marks[at >> 3] |= (byte)(Fold(recording.MarkAt(i), bits) << (at & 7));
        }

        return new ReplayCode(recording.Count, recording.Steps, recording.Deviations, marks)
        {
            InPasses = recording.InPasses,
            HoldsPoolWaits = recording.HoldsPoolWaits,
            Seed = drewRandom ? recording.Seed : null,
        };
    }

    /// <summary>Reads a code.</summary>
    /// <param name="text">The code; white space around it is passed over.</param>
    /// <exception cref="ReplayCodeException">It is no code, of another version, cut off or altered: the message says which.</exception>
    public static ReplayCode Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw CodeBytes.WrongBeginning(text, "sim", Prefix);
        }

        if (text.Length > MaxLength)
        {
            throw new ReplayCodeException($"it has {text.Length} characters, and at most {MaxLength} are read");
        }

        byte[] bytes = new byte[(text.Length - Prefix.Length) * 3 / 4 + 3];
        if (Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length), bytes, out _, out int length) != OperationStatus.Done || length < 8)
        {
            throw new ReplayCodeException("it is cut off, or has a character that no code has");
        }

        ReadOnlySpan<byte> body = bytes.AsSpan(0, length - 4);
        if (CodeBytes.Crc32(body) != BitConverter.ToUInt32(bytes, length - 4))
        {
            throw new ReplayCodeException("its checksum does not fit: a character was lost or altered");
        }

        return new Reader(body).Read();
    }

    /// <summary>The code as text: letters, digits, <c>-</c>, <c>_</c> and a full stop, on one line.</summary>
    public override string ToString()
    {
        var bytes = new List<byte> { (byte)((InPasses ? 1 : 0) | (Seed is null ? 0 : 2) | (HoldsPoolWaits ? 4 : 0)) };
        if (Seed is { } seed)
        {
            bytes.AddRange(BitConverter.GetBytes(seed));
        }

        CodeBytes.Write(bytes, (ulong)Choices);
        CodeBytes.Write(bytes, (ulong)Steps);
        CodeBytes.Write(bytes, (ulong)Deviations.Count);
        int previous = -1;
        foreach (Deviation deviation in Deviations)
        {
            CodeBytes.Write(bytes, (ulong)(deviation.Choice - previous - 1));
            CodeBytes.Write(bytes, (ulong)(deviation.Index - 1));
            previous = deviation.Choice;
        }

        bytes.AddRange(marks);
        byte[] body = [.. bytes];
        return Prefix + Base64Url.EncodeToString([.. body, .. BitConverter.GetBytes(CodeBytes.Crc32(body))]);
    }

    /// <summary>Compares a choice with the recorded one, as far as the code's marks tell.</summary>
    internal bool Agrees(int choice, int count, ulong owner, out string recorded, out string now)
    {
        (recorded, now) = ("", "");
        var (bits, stride, _) = MarkLayout(Choices);
        if (choice % stride != 0)
        {
            return true;
        }

        int at = choice / stride * bits;
        int there = (marks[at >> 3] >> (at & 7)) & ((1 << bits) - 1);
        int here = Fold(Recording.MarkOf(count, owner), bits);
        if (there == here)
        {
            return true;
        }

        if (bits == 8 && there >> 5 != here >> 5)
        {
            string Many(int mark) => mark >> 5 == 7 ? "at least 7" : $"{mark >> 5}";
            recorded = $"chose among {Many(there)} ready steps";
            now = $"there are {count}";
        }
        else
        {
            recorded = $"ran a step whose mark is {there:x2} (of {bits} bits)";
            now = $"the step in its place, one of {count}, has the mark {here:x2}";
        }

        return false;
    }

    // Eight bits a choice while they fit, then fewer, then one bit for each so many choices: a code stays short, and a run
    // that has gone another way differs in nearly every mark from there on.
    private static (int Bits, int Stride, int Length) MarkLayout(int choices)
    {
        int bits = choices <= MarkBytes ? 8 : choices <= MarkBytes * 2 ? 4 : choices <= MarkBytes * 4 ? 2 : 1;
        int stride = (int)Math.Max(1, ((long)choices + (MarkBytes * 8) - 1) / (MarkBytes * 8));
        int marked = (int)(((long)choices + stride - 1) / stride);
        return (bits, stride, ((marked * bits) + 7) / 8);
    }

    private static int Fold(byte mark, int bits)
    {
        int folded = mark;
        for (int width = 8; width > bits; width /= 2)
        {
            folded = (folded ^ (folded >> (width / 2))) & ((1 << (width / 2)) - 1);
        }

        return folded;
    }

    private ref struct Reader(ReadOnlySpan<byte> body)
    {
        private CodeReader rest = new(body);

        public ReplayCode Read()
        {
            int flags = rest.Byte();
            if (flags > 7)
            {
                CodeReader.Fail();
            }

            ulong? seed = (flags & 2) != 0 ? rest.Fixed64() : null;
            int choices = (int)rest.Number(int.MaxValue - 1);
            long steps = (long)rest.Number(long.MaxValue);
            int count = (int)rest.Number((ulong)Math.Min(choices, rest.Length));
            var deviations = new Deviation[count];
            long choice = -1;
            for (int i = 0; i < count; i++)
            {
                choice += 1 + (long)rest.Number(int.MaxValue);
                deviations[i] = new Deviation((int)Math.Min(choice, int.MaxValue), (int)rest.Number(int.MaxValue - 1) + 1);
                if (choice >= choices)
                {
                    CodeReader.Fail();
                }
            }

            if (rest.Length != MarkLayout(choices).Length)
            {
                CodeReader.Fail();
            }

            return new ReplayCode(choices, steps, deviations, rest.Rest.ToArray())
            {
                InPasses = (flags & 1) != 0,
                HoldsPoolWaits = (flags & 4) != 0,
                Seed = seed,
            };
        }
    }
}
