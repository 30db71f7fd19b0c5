using System.Runtime.ExceptionServices;

namespace SimAsync.Kernel;

/// <summary>
/// That a step blocks its thread where the loop is not asked: on the thread pool's side, where there is no synchronization context, or in
/// <c>Thread.Sleep</c>. The wait is interrupted, so that the step ends, and so tells which it is.
/// </summary>
internal sealed class Stall(Thread thread)
{
    private static readonly List<Stall> Expected = [];

    private volatile UserCall? call;
    private volatile bool isSent;
    private bool isOver;

    public Thread Thread => thread;

    /// <summary>What blocks, once the interruption has struck there; null if there was no wait, or it had ended by itself.</summary>
    public UserCall? Call => call;

    /// <summary>Interrupts the next wait that a thread begins, if it is about to begin one.</summary>
    public static Stall Send(Thread thread)
    {
        var stall = new Stall(thread);
        stall.Send();
        return stall;
    }

    /// <summary>Interrupts the wait that the thread is in, or the next that it begins. What is thrown there is noticed until <see cref="Forget"/>.</summary>
    public void Send()
    {
        lock (Expected)
        {
            Expected.Add(this);
            if (Expected.Count == 1)
            {
                AppDomain.CurrentDomain.FirstChanceException += Strike;
            }
        }

        thread.Interrupt();
        isSent = true;
    }

    /// <summary>The listener is costly for the whole process, so it stays only for as long as one may strike.</summary>
    public void Forget()
    {
        lock (Expected)
        {
            if (Expected.Remove(this) && Expected.Count == 0)
            {
                AppDomain.CurrentDomain.FirstChanceException -= Strike;
            }
        }
    }

    /// <summary>On the thread, after the step: an interruption that did not strike in it may not strike later.</summary>
    public void Clear()
    {
        if (call is not null)
        {
            return;
        }

        isOver = true;
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

    private static void Strike(object? sender, FirstChanceExceptionEventArgs e)
    {
        if (e.Exception is not ThreadInterruptedException)
        {
            return;
        }

        Stall? struck;
        lock (Expected)
        {
            struck = Expected.Find(static stall => stall.Thread == Thread.CurrentThread && stall is { isOver: false, call: null });
        }

        if (struck is not null)
        {
            struck.call = UserCall.Here();
        }
    }
}
