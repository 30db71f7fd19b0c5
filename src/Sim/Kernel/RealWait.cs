namespace SimAsync.Kernel;

/// <summary>
/// A bound on waiting in real time, which counts only time in which the process ran: it is waited for in parts, and what a debugger stops is one part, however long it stands. While
/// one is attached there is no bound at all, unless it is one that decides no more than by what name a thing goes.
/// </summary>
internal struct RealWait
{
    private static readonly TimeSpan LongestPart = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan part;
    private readonly bool endsAnyway;
    private TimeSpan left;

    /// <param name="bound">The whole of it; more than 0.</param>
    /// <param name="endsAnyway">Whether it also ends while a debugger is attached.</param>
    public RealWait(TimeSpan bound, bool endsAnyway = false)
    {
        // A short bound is of some parts, too, so that one of them may be lost.
        TimeSpan quarter = TimeSpan.FromMilliseconds(Math.Ceiling(bound.TotalMilliseconds / 4));
        (part, left, this.endsAnyway) = (quarter < LongestPart ? quarter : LongestPart, bound, endsAnyway);
    }

    /// <summary>Whether to wait on.</summary>
    /// <param name="milliseconds">For how long before asking again; at least 1.</param>
    public bool HasPart(out int milliseconds)
    {
        milliseconds = (int)part.TotalMilliseconds;
        bool isLifted = !endsAnyway && AttachedDebugger.IsHere;
        if (left <= TimeSpan.Zero && !isLifted)
        {
            return false;
        }

        left -= isLifted ? TimeSpan.Zero : part;
        return true;
    }

    /// <summary>Spins until something is so, at most for so long of the time in which the process runs. Whether it is.</summary>
    public static bool Spin(Func<bool> condition, TimeSpan bound)
    {
        var wait = new RealWait(bound, endsAnyway: true);
        while (wait.HasPart(out int part))
        {
            if (SpinWait.SpinUntil(condition, part))
            {
                return true;
            }
        }

        return false;
    }
}
