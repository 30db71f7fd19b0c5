namespace SimAsync.Kernel;

/// <summary>
/// For how long a step may block its thread where it is not held before it is stopped, and named. What it waits for is mostly another step, which never runs meanwhile,
/// or time; but it may be something that a thread of other code is about to let go, and then the run is made again with more patience.
/// </summary>
internal enum StallPatience
{
    /// <summary>Some milliseconds.</summary>
    Least,

    /// <summary>A quarter of a second: where a lock may be the reason, say.</summary>
    More,

    /// <summary>Some seconds.</summary>
    Much,

    /// <summary>Ten seconds. What blocks then is told.</summary>
    Most,
}

internal static class StallPatiences
{
    extension(StallPatience patience)
    {
        /// <summary>How long it is, for real.</summary>
        public int Milliseconds => patience switch
        {
            StallPatience.Least => 5,
            StallPatience.More => 250,
            StallPatience.Much => 2_500,
            _ => 10_000,
        };
    }
}
