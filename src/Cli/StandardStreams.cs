using Microsoft.Win32.SafeHandles;

namespace SimAsync.Cli;

/// <summary>The process's own streams.</summary>
internal static class StandardStreams
{
    public static CliStreams Open() =>
        new(Console.OpenStandardInput(), OpenOutput(), Console.Error, !Console.IsErrorRedirected, TimeProvider.System);

    /// <summary>
    /// Whether a write failed because nobody reads any more: EPIPE (32) or ECONNRESET (104, 54 on macOS), which .NET gives as they are, and on Windows
    /// ERROR_BROKEN_PIPE and ERROR_NO_DATA.
    /// </summary>
    public static bool HasNoReader(IOException e) => e.HResult is 32 or 54 or 104 or unchecked((int)0x8007006D) or unchecked((int)0x800700E8);

    // The console's stream takes a closed pipe for a success, so that `simasync … | head` would go on to the end of its input. A file stream does not;
    // but it keeps a position of its own for what can seek, and would write over what others append to the same file.
    private static Stream OpenOutput()
    {
        if (Console.IsOutputRedirected && !OperatingSystem.IsWindows())
        {
            try
            {
                var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
                if (!stream.CanSeek)
                {
                    return stream;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // Closed, or no stream: the console's stream knows what to do with it.
            }
        }

        return Console.OpenStandardOutput();
    }
}
