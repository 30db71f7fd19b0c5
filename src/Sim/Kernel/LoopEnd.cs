namespace SimAsync.Kernel;

/// <summary>Why the loop came to rest.</summary>
internal enum LoopEnd
{
    /// <summary>It was told to stop, and finished its pass.</summary>
    Stopped,

    /// <summary>Nothing is ready and no timer is armed.</summary>
    Idle,

    /// <summary>The bound on steps was reached.</summary>
    StepBound,

    /// <summary>The next timer lies past the bound on virtual time.</summary>
    TimeBound,

    /// <summary>Something from outside the simulation came in, which the options do not allow.</summary>
    Escape,

    /// <summary>Not the loop's end, but this thread's: its step was blocked, and another thread drives the loop since.</summary>
    TurnLost,

    /// <summary>Not the loop's end either: this thread drove it in another's place, which drives it again.</summary>
    HandedOver,
}
