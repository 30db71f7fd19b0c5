using SimAsync.Kernel;

namespace SimAsync.Tests.Kernel;

/// <summary>An interruption strikes in the step that it was meant for, or not at all.</summary>
public sealed class StallTests
{
    [Test]
    public void Send_ToAThreadThatWaits_TellsWhere() => OnAThread(static thread =>
    {
        var stall = Stall.Send(thread);
        Assert.That(static () => Wait(), Throws.TypeOf<ThreadInterruptedException>());
        Assert.That(stall.Call?.Name, Is.EqualTo("ManualResetEventSlim.Wait"));
        Assert.That(stall.IsUnderWay, Is.False);
        stall.Clear();
        AssertNoneIsPending();
    });

    [Test]
    public void Clear_SentAndNotStruck_TakesItBack() => OnAThread(static thread =>
    {
        var stall = Stall.Send(thread);
        stall.Clear();
        AssertNoneIsPending();
        Assert.That(stall.Call, Is.Null);
        stall.Clear();
    });

    // The thread stands in Clear, and waits to hear what has become of it: there, too, it may strike.
    [Test]
    public void Clear_BeforeItIsSent_TakesItBack() => OnAThread(static thread =>
    {
        for (int i = 0; i < 20; i++)
        {
            var stall = new Stall(thread);
            var sender = new Thread(() =>
            {
                SpinWait.SpinUntil(() => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0);
                stall.Send();
            });
            sender.Start();
            stall.Clear();
            Assert.That(stall.Call, Is.Null);
            sender.Join();
            AssertNoneIsPending();
        }
    });

    // What the system has left over of it wakes the thread's next wait.
    [Test]
    public void Poll_AfterAnyThatStruckOrDidNot_LooksAtWhatIsThere() => OnAThread(static thread =>
    {
        using var free = new Semaphore(1, 1);
        IntPtr[] handles = [free.SafeWaitHandle.DangerousGetHandle()];
        int sent = 0;
        int asked = 0;
        bool isOver = false;
        Stall? stall = null;
        var sender = new Thread(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                if (Volatile.Read(ref asked) > sent)
                {
                    Thread.SpinWait(sent * 7 % 500);
                    stall!.Send();
                    Volatile.Write(ref sent, sent + 1);
                }
            }
        });
        sender.Start();
        int missed = 0;
        for (int i = 0; i < 2_000; i++)
        {
            stall = new Stall(thread);
            Volatile.Write(ref asked, asked + 1);
            try
            {
                Thread.Sleep(i % 3);
            }
            catch (ThreadInterruptedException)
            {
            }

            stall.Clear();
            SpinWait.SpinUntil(() => Volatile.Read(ref sent) == asked);
            if (SimSynchronizationContext.Poll(handles, waitAll: false, 0) == 0)
            {
                free.Release();
            }
            else
            {
                missed++;
            }
        }

        Volatile.Write(ref isOver, true);
        sender.Join();
        Assert.That(missed, Is.Zero);
    });

    [Test]
    public void Clear_Withdrawn_IsNoWait() => OnAThread(static thread =>
    {
        var stall = new Stall(thread);
        stall.Withdraw();
        stall.Clear();
        AssertNoneIsPending();
    });

    [Test]
    public void Call_OfOneAfterAnother_IsThatOfWhichHasStruck() => OnAThread(static thread =>
    {
        var first = Stall.Send(thread);
        Assert.That(static () => Wait(), Throws.TypeOf<ThreadInterruptedException>());
        var second = new Stall(thread) { Earlier = first };
        second.Send();
        second.Clear();
        Assert.That(second.IsUnderWay);
        Assert.That(second.Call, Is.SameAs(first.Call));
    });

    private static void Wait()
    {
        using var never = new ManualResetEventSlim();
        never.Wait();
    }

    private static void AssertNoneIsPending() => Assert.That(static () => Thread.Sleep(1), Throws.Nothing);

    private static void OnAThread(Action<Thread> test)
    {
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                test(Thread.CurrentThread);
            }
            catch (Exception e)
            {
                thrown = e;
            }
        });
        thread.Start();
        thread.Join();
        Assert.That(thrown, Is.Null);
    }
}
