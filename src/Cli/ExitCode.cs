namespace SimAsync.Cli;

/// <summary>What the process says when it ends. The graver, the higher: of several, the highest is said.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>An exploration found a failure, or the run that was played again failed.</summary>
    public const int Failure = 1;

    /// <summary>The command line or the input is not as it has to be.</summary>
    public const int Misuse = 2;

    /// <summary>A replay code cannot be read, or does not fit the graph.</summary>
    public const int NoReplay = 3;

    /// <summary>SimAsync's own fault (<c>EX_SOFTWARE</c> in BSD's sysexits.h).</summary>
    public const int Bug = 70;

    /// <summary>What came out could not be written, though its reader is still there (<c>EX_IOERR</c>).</summary>
    public const int OutputLost = 74;
}
