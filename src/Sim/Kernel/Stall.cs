namespace SimAsync.Kernel;

/// <summary>
/// That a step blocks its thread where the loop is not asked: on the thread pool's side, where there is no synchronization context, or in
/// <c>Thread.Sleep</c>. Seen from another thread; the wait was interrupted, so that the step ends.
/// </summary>
internal sealed class Stall(Thread thread)
{
    private volatile UserCall? call;
    private volatile bool isSent;

    public Thread Thread => thread;

    /// <summary>What blocks, once the interruption has struck there; null if the wait had ended by itself.</summary>
    public UserCall? Call => call;

    /// <summary>The thread has been told to interrupt its wait.</summary>
    public void Sent() => isSent = true;

    /// <summary>On the thread: it has been interrupted here.</summary>
    public void Struck() => call ??= UserCall.Here();

    /// <summary>On the thread, after the step: an interruption that did not strike in it may not strike later.</summary>
    public void Clear()
    {
        if (call is not null)
        {
            return;
        }

        SpinWait.SpinUntil(() => isSent);
        try
        {
#pragma warning disable RS0030 // The one way to take a pending interruption back is to wait until it strikes.
            Thread.Sleep(1);
#pragma warning restore RS0030
        }
        catch (ThreadInterruptedException)
        {
        }
    }
}
