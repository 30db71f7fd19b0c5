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

    /// <summary>This thread is about to arm a timer.</summary>
    public static void Arming(int hash, uint due, uint period)
    {
        if (SimLoop.Current is { Edge: Edge edge })
        {
            edge.Timers.Note(hash, due, period);
        }
    }

    /// <summary>This thread, a worker, is about to fire the timers of a queue: none of a run may be among them.</summary>
    public static void BeforeFiring()
    {
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
            // Null: it was disarmed, or armed once more, in the same step.
            if (one.Hold() is { } found)
            {
                ref RealTimer? timer = ref CollectionsMarshal.GetValueRefOrAddDefault(timers, found, out _);
                timer ??= new RealTimer(loop, found);
                timer.Arm(one.Due, one.Period, one.Owner);
            }
        }

        lock (Sync)
        {
            Pending.RemoveAll(one => one.Loop == loop);
            Volatile.Write(ref pendingCount, Pending.Count);
        }

        mine.Clear();
    }

    /// <summary>The run is over: nothing of it stays in the runtime's queues.</summary>
    public void Close()
    {
        Collect();
        foreach (RealTimer timer in timers.Values)
        {
            TimerInternals.Release(timer.Timer);
        }

        timers.Clear();
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

    /// <summary>Finds the timer and holds it; null if it is not armed with this due time any more. Any thread may ask, and several.</summary>
    public object? Hold()
    {
        lock (finding)
        {
            return (timer ??= TimerInternals.FindArmed(Hash, Due)) is { } found && TimerInternals.Hold(found, Due) ? found : null;
        }
    }
}
