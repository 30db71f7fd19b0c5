using SimAsync.Kernel;

namespace SimAsync.Interop;

/// <summary>
/// Looks, from a thread of its own, for steps that block their thread where the loop is not asked. Such a step is stopped, and named; nothing is concluded from
/// how long it took but that it is to be looked at. A step that computes for long is left alone. While a debugger is attached it is as patient as it ever is: it counts its own
/// looks, and does not look while the process stands still.
/// </summary>
internal static class StallWatch
{
    private const int IdleTicks = 10_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly Lock Sync = new();
    private static readonly List<Watched> Loops = [];

    private static long contentions;
    private static bool isRunning;

    /// <summary>From now on the steps of <paramref name="loop"/> are watched.</summary>
    public static void Add(SimLoop loop)
    {
        lock (Sync)
        {
            Loops.Add(new Watched(loop));
            if (!isRunning)
            {
                isRunning = true;
#pragma warning disable RS0030 // It has to see what blocks the loop's own thread.
                new Thread(Watch) { IsBackground = true, Name = "SimAsync watch" }.UnsafeStart();
#pragma warning restore RS0030
            }
        }
    }

    public static void Remove(SimLoop loop)
    {
        lock (Sync)
        {
            for (int i = Loops.Count - 1; i >= 0; i--)
            {
                if (Loops[i].Loop == loop)
                {
                    Loops.RemoveAt(i);
                    return;
                }
            }
        }
    }

    /// <summary>Whether some lock of the process was waited for since this was last called. A run whose own threads may have done so calls it when it is over.</summary>
    public static bool NoteContentions()
    {
        long now = Monitor.LockContentionCount;
        return Interlocked.Exchange(ref contentions, now) != now;
    }

    private static void Watch()
    {
        int idle = 0;
        for (; ; )
        {
#pragma warning disable RS0030 // It looks now and then.
            Thread.Sleep(Tick);
#pragma warning restore RS0030
            bool contended = NoteContentions();
            lock (Sync)
            {
                idle = Loops.Count == 0 ? idle + 1 : 0;
                if (idle > IdleTicks)
                {
                    isRunning = false;
                    return;
                }

                if (Loops.Find(one => one.IsStalled(contended)) is { } found)
                {
                    Interrupt(found.Loop, found.Thread!);
                }
            }
        }
    }

    // The loop is told, and then its thread is looked at; the thread says that it leaves the step, and then looks at what the loop was told. So one of both sees the other.
    private static void Interrupt(SimLoop loop, Thread thread)
    {
        var stall = new Stall(thread);
        if (!loop.Stalled(stall))
        {
            return;
        }

        if (loop.ThreadInStep == thread)
        {
            stall.Send();
        }
        else
        {
            stall.Withdraw();
            loop.Unstalled(stall);
        }
    }

    private sealed class Watched(SimLoop loop)
    {
        private long step = -1;
        private int ticks;
        private bool mayBeLock;

        public SimLoop Loop => loop;

        /// <summary>The thread whose step is looked at.</summary>
        public Thread? Thread { get; private set; }

        /// <summary>One look.</summary>
        /// <param name="contended">Whether some lock of the process was waited for since the last look.</param>
        /// <returns>Whether the same step has been blocked for too long.</returns>
        public bool IsStalled(bool contended)
        {
            Thread? now = loop.ThreadInStep;
            bool isBlocked = now is not null && (now.ThreadState & ThreadState.WaitSleepJoin) != 0;
            if (!isBlocked || now != Thread || loop.Steps != step)
            {
                (step, Thread, ticks, mayBeLock) = (loop.Steps, now, 0, contended);
                return false;
            }

            StallPatience patience = AttachedDebugger.IsHere ? StallPatience.Most : mayBeLock && loop.Patience == StallPatience.Least ? StallPatience.More : loop.Patience;
            if (++ticks < patience.Milliseconds)
            {
                return false;
            }

            ticks = 0;
            return true;
        }
    }
}
