using System.Diagnostics;
using System.Runtime.ExceptionServices;
using SimAsync.Kernel;

namespace SimAsync.Interop;

/// <summary>
/// Looks, from a thread of its own, for steps that block their thread where the loop is not asked. Such a step is stopped, and named; nothing is concluded from
/// how long it took but that it is to be looked at. A step that computes for long is left alone.
/// </summary>
internal static class StallWatch
{
    // A wait for another program's lock ends long before; one for another step never does.
    private const int TicksOfPatience = 10;
    private const int IdleTicks = 400;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(25);
    private static readonly Lock Sync = new();
    private static readonly List<Watched> Loops = [];

    private static Stall? present;
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

    private static void Watch()
    {
        int idle = 0;
        for (; ; )
        {
#pragma warning disable RS0030 // It looks now and then.
            Thread.Sleep(Tick);
#pragma warning restore RS0030
            lock (Sync)
            {
                idle = Loops.Count == 0 ? idle + 1 : 0;
                if (idle > IdleTicks)
                {
                    isRunning = false;
                    return;
                }

                if (!Debugger.IsAttached)
                {
                    foreach (Watched one in Loops)
                    {
                        one.Look();
                    }
                }
            }
        }
    }

    private static void Interrupt(SimLoop loop, Thread thread)
    {
        var stall = new Stall(thread);
        present = stall;
        AppDomain.CurrentDomain.FirstChanceException += Strike;
        loop.Stalled(stall);
        thread.Interrupt();
        stall.Sent();

        // The listener is costly for the whole process, so it stays only for as long as the exception may take.
        for (int i = 0; i < 40 && stall.Call is null; i++)
        {
#pragma warning disable RS0030
            Thread.Sleep(5);
#pragma warning restore RS0030
        }

        AppDomain.CurrentDomain.FirstChanceException -= Strike;
    }

    private static void Strike(object? sender, FirstChanceExceptionEventArgs e)
    {
        if (e.Exception is ThreadInterruptedException && present is { } stall && stall.Thread == Thread.CurrentThread)
        {
            stall.Struck();
        }
    }

    private sealed class Watched(SimLoop loop)
    {
        private long step = -1;
        private Thread? thread;
        private int ticks;

        public SimLoop Loop => loop;

        public void Look()
        {
            Thread? now = loop.ThreadInStep;
            if (now is null || now != thread || loop.Steps != step || (now.ThreadState & System.Threading.ThreadState.WaitSleepJoin) == 0)
            {
                (step, thread, ticks) = (loop.Steps, now, 0);
            }
            else if (++ticks >= TicksOfPatience)
            {
                ticks = 0;
                Interrupt(loop, now);
            }
        }
    }
}
