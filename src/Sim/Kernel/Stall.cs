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
    private volatile bool isWithdrawn;
    private bool isOver;

    /// <summary>Whether any thread of the process was ever sent one.</summary>
    public static bool WasAnySent { get; private set; }

    public Thread Thread => thread;

    /// <summary>What blocks, once the interruption has struck there; null if there was no wait, or it had ended by itself.</summary>
    public UserCall? Call => call ?? Earlier?.Call;

    /// <summary>Whether it is still to strike.</summary>
    public bool IsUnderWay => call is null;

    /// <summary>One that has struck in the same step, which went on.</summary>
    public Stall? Earlier { get; set; }

    /// <summary>Interrupts the next wait that a thread begins, if it is about to begin one.</summary>
    public static Stall Send(Thread thread)
    {
        var stall = new Stall(thread);
        stall.Send();
        return stall;
    }

    /// <summary>Interrupts the wait that the thread is in, or the next that it begins. What is thrown there is noticed, once, until <see cref="Clear"/>.</summary>
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

        WasAnySent = true;
        thread.Interrupt();
        isSent = true;
    }

    /// <summary>Instead of sending it: the thread has left the step.</summary>
    public void Withdraw() => isWithdrawn = true;

    /// <summary>On the thread, after the step: an interruption that did not strike in it may not strike later. More than once is no error.</summary>
    public void Clear()
    {
        if (isOver || call is not null)
        {
            return;
        }

        isOver = true;
        try
        {
            // It may strike here, before it is known to be sent.
            SpinWait.SpinUntil(() => isSent || isWithdrawn);
            if (isSent)
            {
#pragma warning disable RS0030 // The one way to take a pending interruption back is to wait until it strikes.
                Thread.Sleep(1);
#pragma warning restore RS0030
            }
        }
        catch (ThreadInterruptedException)
        {
        }

        Forget();
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
            struck = Expected.Find(static stall => stall.Thread == Thread.CurrentThread && !stall.isOver);
            struck?.Forget();
        }

        if (struck is not null)
        {
            struck.call = UserCall.Here();
        }
    }

    // The listener is costly for the whole process, so it stays only for as long as one may strike.
    private void Forget()
    {
        lock (Expected)
        {
            if (Expected.Remove(this) && Expected.Count == 0)
            {
                AppDomain.CurrentDomain.FirstChanceException -= Strike;
            }
        }
    }
}
