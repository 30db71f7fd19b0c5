namespace SimAsync.Properties.Laws;

/// <summary>What laws have in common.</summary>
internal static class Law
{
    /// <summary>How many interleavings of each input.</summary>
    public const int Runs = 25;

    public static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>Fails the law.</summary>
    public static void Holds(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new LawException(otherwise);
        }
    }

    /// <summary>Waits for the end of all, however they end.</summary>
    public static async Coroutine End(IEnumerable<SimFuture> tasks)
    {
        SimFuture[] all = [.. tasks];
        if (all.Length > 0)
        {
            await Sim.Wait(all);
        }

        foreach (SimFuture one in all.Where(static one => !one.IsCancelled))
        {
            // Its exception counts as looked at.
            _ = one.Exception;
        }
    }
}
