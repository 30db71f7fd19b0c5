namespace SimAsync;

/// <summary>The kinds of <see cref="SimWarning"/>.</summary>
public enum SimWarningKind
{
    /// <summary>A coroutine was made and neither awaited nor made a task.</summary>
    NeverAwaited,

    /// <summary>A task or future failed, and nobody asked for its exception.</summary>
    NeverRetrieved,

    /// <summary>A task was still pending when the run was over, and cancelling did not end it.</summary>
    DestroyedPending,

    /// <summary>A callback threw.</summary>
    CallbackFailed,

    /// <summary>A task failed while it was cancelled at the end of the run.</summary>
    FailedInShutdown,

    /// <summary>Tasks that await each other in a ring were cancelled: without that they would have waited for ever.</summary>
    RingBroken,

    /// <summary>A thread was started in the run. What it does is not held, and what it completes before anything awaits it is not seen: such a run may differ each time.</summary>
    ThreadStarted,

    /// <summary>A shielded task failed after the one who waited for it was cancelled.</summary>
    FailedInShield,
}
