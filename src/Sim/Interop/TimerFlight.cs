using SimAsync.Kernel;

namespace SimAsync.Interop;

/// <summary>
/// A worker between where the runtime says that it is about to fire a queue's timers, and where it does, or ends. A timer that is armed in that time and is due at once
/// may be among them, although the worker has looked for it before.
/// </summary>
internal sealed class TimerFlight : IContextGuest
{
    /// <summary>Longer than any machine lets a worker stand between the two.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private static int count;

    private TimerFlight()
    {
    }

    /// <summary>Whether this thread is one.</summary>
    public static bool IsHere => Ambient.Guest is TimerFlight;

    /// <summary>On the worker: it begins.</summary>
    public static void Begin()
    {
        if (Ambient.Guest is null)
        {
            Interlocked.Increment(ref count);
            Ambient.Guest = new TimerFlight();
            Ambient.Mark();
        }
    }

    /// <summary>On any thread: if it was in flight, it is no more.</summary>
    public static void Land()
    {
        if (IsHere)
        {
            Ambient.Guest = null;
            Ambient.Enter(null);
            Interlocked.Decrement(ref count);
        }
    }

    /// <summary>Waits until no worker is in flight: some microseconds, or as long as the machine lets it stand.</summary>
    public static void AwaitLanding()
    {
        if (Volatile.Read(ref count) > 0)
        {
            RealWait.Spin(static () => Volatile.Read(ref count) == 0, Longest);
        }
    }

    public void ContextLeft() => Land();

    public void NextItem() => Land();
}
