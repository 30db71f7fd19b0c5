using System.Runtime.InteropServices;
using SimAsync.Kernel;

namespace SimAsync.Interop;

/// <summary>
/// Holds the real timers that a run arms, in virtual time. The runtime says on the arming thread that one is about to be armed, and by which number to know it; it
/// is found in its queue once that is done, at the end of the step at the latest. Should a real thread come to fire it before, it is found there.
/// </summary>
internal sealed class TimerGate(SimLoop loop)
{
    // Guards the armings that no loop has taken up yet, of all runs in the process.
    private static readonly object Sync = new();
    private static readonly List<Arming> Pending = [];
    private static int pendingCount;

    private readonly Dictionary<object, RealTimer> timers = new(ReferenceEqualityComparer.Instance);
    private readonly List<Arming> mine = [];

    // Armed and not found; of these, what a worker has fired.
    private readonly List<Arming> lost = [];
    private readonly List<Arming> fired = [];

    /// <summary>This thread is about to arm a timer.</summary>
    public static void Arming(int hash, uint due, uint period)
    {
        if (SimLoop.Current is { Edge: Edge edge })
        {
            edge.Timers.Note(hash, due, period);
        }
    }

    /// <summary>This thread, a worker that fires a queue's timers, passes one of them on to another worker.</summary>
    public static void PassedOn(int hash)
    {
        if (TimerFlight.IsHere && Unheld(hash) is { } fired)
        {
            fired.HasFired = true;
        }
    }

    /// <summary>
    /// This thread, a worker, is about to call a timer back. If it is a run's, then it was armed between a worker's look at the armings and its look at the
    /// queue. The run is no good, and is made again; the worker stands until it is over.
    /// </summary>
    public static void Firing(int hash)
    {
        Arming? fired = SimLoop.Current is null ? Unheld(hash) : null;
        if (fired is not null)
        {
            fired.HasFired = true;
        }

        TimerFlight.Land();
        if (fired is not null)
        {
            fired.Stands = true;
            Straggler.Stand(fired.Loop);
        }
    }

    /// <summary>This thread, a worker, is about to fire the timers of a queue: none of a run may be among them.</summary>
    public static void BeforeFiring()
    {
        TimerFlight.Begin();
        if (Volatile.Read(ref pendingCount) == 0)
        {
            return;
        }

        Arming[] all;
        lock (Sync)
        {
            all = [.. Pending];
        }

        // Not under the lock: who arms holds the queue's lock while taking that one.
        foreach (Arming one in all)
        {
            one.Hold();
        }
    }

    /// <summary>Takes hold of the timers that this run has armed.</summary>
    public void Collect()
    {
        if (mine.Count == 0)
        {
            return;
        }

        using SimLoop.KernelCode kernel = loop.EnterKernel();
        foreach (Arming one in mine)
        {
            if (one.Hold() is { } found)
            {
                ref RealTimer? timer = ref CollectionsMarshal.GetValueRefOrAddDefault(timers, found, out _);
                timer ??= new RealTimer(loop, found);
                timer.Arm(one.Due, one.Period, one.Owner);
            }
            else
            {
                // Mostly it was disarmed, or armed once more, in the same step. But a worker may have it that had looked before it was armed.
                lost.Add(one);
            }
        }

        if (lost.Count > 0)
        {
            TimerFlight.AwaitLanding();
            fired.AddRange(lost.FindAll(static one => one.HasFired));
            lost.Clear();
        }

        lock (Sync)
        {
            Pending.RemoveAll(one => one.Loop == loop && !one.HasFired);
            Volatile.Write(ref pendingCount, Pending.Count);
        }

        mine.Clear();
    }

    /// <summary>Whether a real thread has fired a timer of this run, so that it is no good.</summary>
    public bool IsSpoiled => fired.Count > 0;

    /// <summary>The run is over: nothing of it stays in the runtime's queues.</summary>
    public void Close()
    {
        Collect();
        foreach (RealTimer timer in timers.Values)
        {
            TimerInternals.Release(timer.Timer);
        }

        timers.Clear();
        foreach (Arming one in fired)
        {
            // One that fires again and again is armed anew, for real.
            if (one.Period is > 0 and < uint.MaxValue)
            {
                TimerInternals.Remove(one.Hash, one.Period);
            }

            // The worker that has it comes, sooner or later, and is not to run it beside another run.
            RealWait.Spin(() => one.Stands, TimerFlight.Longest);
        }

        if (fired.Count > 0)
        {
            lock (Sync)
            {
                Pending.RemoveAll(one => one.Loop == loop);
                Volatile.Write(ref pendingCount, Pending.Count);
            }
        }
    }

    private static Arming? Unheld(int hash)
    {
        if (Volatile.Read(ref pendingCount) == 0)
        {
            return null;
        }

        lock (Sync)
        {
            return Pending.Find(one => one.Hash == hash && !one.IsHeld);
        }
    }

    // Under the lock of the timer's queue, which the runtime holds.
    private void Note(int hash, uint due, uint period)
    {
        using SimLoop.KernelCode kernel = loop.EnterKernel();
        if (!TimerInternals.AreThere)
        {
            loop.Escaped($"{UserCall.Here()} armed a real timer, which this runtime does not let be held in virtual time: use Sim.TimeProvider");
            return;
        }

        var arming = new Arming(loop, hash, due, period, loop.CurrentPath);
        mine.Add(arming);
        lock (Sync)
        {
            Pending.Add(arming);
            Volatile.Write(ref pendingCount, Pending.Count);
        }

        loop.AttendToEdge();
    }
}

/// <summary>That a timer was armed, before it is known which.</summary>
internal sealed record Arming(SimLoop Loop, int Hash, uint Due, uint Period, TaskPath Owner)
{
    private readonly Lock finding = new();
    private object? timer;
    private volatile bool hasFired;
    private volatile bool stands;

    /// <summary>Whether it is found and held.</summary>
    public bool IsHeld => timer is not null;

    /// <summary>Whether a worker has called it back, in real time.</summary>
    public bool HasFired
    {
        get => hasFired;
        set => hasFired = value;
    }

    /// <summary>Whether that worker has come to where it is held.</summary>
    public bool Stands
    {
        get => stands;
        set => stands = value;
    }

    /// <summary>Finds the timer and holds it; null if it is not armed with this due time any more. Any thread may ask, and several.</summary>
    public object? Hold()
    {
        lock (finding)
        {
            return timer is null ? timer = TimerInternals.Hold(Hash, Due)
                : TimerInternals.IsHeld(timer) ? timer
                : null;
        }
    }
}
