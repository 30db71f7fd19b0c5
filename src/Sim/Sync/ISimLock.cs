namespace SimAsync;

/// <summary>What can be acquired and released: a lock, a semaphore, a condition. A <see cref="SimCondition"/> can be made on any.</summary>
public interface ISimLock
{
    /// <summary>Whether acquiring would suspend.</summary>
    bool IsLocked { get; }

    /// <summary>Acquires it.</summary>
    Coroutine Acquire();

    /// <summary>Acquires it for a <c>using</c> block, which releases it.</summary>
    Coroutine<SimReleaser> Hold();

    /// <summary>Releases it.</summary>
    void Release();
}
