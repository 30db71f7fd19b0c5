namespace SimAsync.Cli;

/// <summary>Lines of bytes, without what ends them ("\n", or "\r\n") and without a byte order mark, as they come in.</summary>
/// <param name="stream">Where they come from.</param>
/// <param name="beforeRead">Called before each read, which may wait: what was answered so far should be on its way by then.</param>
internal sealed class LineReader(Stream stream, Action beforeRead)
{
    // What is beyond is passed over: a graph is 16 MiB at most, and one byte more is enough for its reader to refuse it.
    private const int MaxLine = (16 << 20) + 1;

    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private bool ended;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <param name="line">It; until the next call.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="CliException">It cannot be read, or is no UTF-8 from the first byte on.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        for (int scanned = 0; ;)
        {
            int found = buffer.AsSpan(start + scanned, end - start - scanned).IndexOf((byte)'\n');
            if (found >= 0 || ended)
            {
                return Take(found >= 0 ? scanned + found : end - start, out line);
            }

            scanned = end - start;
            if (scanned >= MaxLine)
            {
                return TakeStart(out line);
            }

            Fill();
        }
    }

    private bool Take(int length, out ReadOnlySpan<byte> line)
    {
        line = buffer.AsSpan(start, length);
        bool any = start < end;
        start = Math.Min(end, start + length + 1);
        Number += any ? 1 : 0;
        if (line is [.., (byte)'\r'])
        {
            line = line[..^1];
        }

        return any;
    }

    private bool TakeStart(out ReadOnlySpan<byte> line)
    {
        line = buffer.AsSpan(start, MaxLine);
        Number++;
        (buffer, start, end) = (new byte[1 << 16], 0, 0);
        for (int found = -1; found < 0 && !ended;)
        {
            (start, end) = (0, 0);
            Fill();
            found = buffer.AsSpan(0, end).IndexOf((byte)'\n');
            start = found < 0 ? end : found + 1;
        }

        return true;
    }

    private void Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        beforeRead();
        int count;
        try
        {
            count = stream.Read(buffer, end, buffer.Length - end);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"the input cannot be read: {e.Message}");
        }

        bool first = Number == 0 && end == 0;
        end += count;
        ended = count == 0;
        if (first)
        {
            CheckStart();
        }
    }

    private void CheckStart()
    {
        switch (buffer.AsSpan(0, end))
        {
            case [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]:
                throw new CliException("the input is UTF-16, and UTF-8 is needed");
            case [0xEF, 0xBB, 0xBF, ..]:
                start = 3;
                break;
        }
    }
}
