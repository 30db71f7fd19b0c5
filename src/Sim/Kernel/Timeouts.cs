namespace SimAsync.Kernel;

/// <summary>
/// What is known of the timeouts of blocking waits. The framework's waits (<c>SemaphoreSlim.Wait(100)</c>, say) spin a little before they block, and take
/// the real time of that off the timeout: mostly nothing, sometimes a tick of the clock. Whether the clock ticked since the step began tells;
/// if it did, it was mostly in the wait, and what it ticked is added again.
/// </summary>
internal enum Timeouts
{
    /// <summary>There was none, or all are known to be as the code under test gave them.</summary>
    Exact,

    /// <summary>There was one, and the clock was not looked at when its step began.</summary>
    Unmeasured,

    /// <summary>There was one, and the clock ticked between the beginning of its step and the wait. It is exact if all of that was taken off.</summary>
    Inexact,
}
