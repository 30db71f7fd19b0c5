using System.Diagnostics.CodeAnalysis;
using SimAsync.Kernel;

namespace SimAsync.Tests.Kernel;

/// <summary>While a debugger is attached, nothing that the real clock says ends a run, or has it made again.</summary>
[NonParallelizable] // It stands in for the process's debugger.
public sealed class RealTimeTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(250);

    // Longer than a step may block otherwise.
    private const int SleepMilliseconds = 60;

    private readonly StandInDebugger debugger = new();

    [TearDown]
    public void Leave() => debugger.Dispose();

    [TestCase(false, false, 4)]
    [TestCase(false, true, 4)]
    [TestCase(true, true, 4)]
    [TestCase(true, false, 1000)]
    public void RealWait_OfABound_IsSoManyParts(bool isAttached, bool endsAnyway, int expected)
    {
        debugger.Attached = isAttached;
        var wait = new RealWait(Bound, endsAnyway);
        int parts = 0;
        while (parts < 1000 && wait.HasPart(out int milliseconds))
        {
            Assert.That(milliseconds, Is.EqualTo(63));
            parts++;
        }

        Assert.That(parts, Is.EqualTo(expected));
    }

    [Test]
    public void RealWait_OfALongBound_IsOfATenthOfASecondEach()
    {
        debugger.Attached = false;
        var wait = new RealWait(TimeSpan.FromSeconds(5));
        int parts = 0;
        for (; wait.HasPart(out int milliseconds); parts++)
        {
            Assert.That(milliseconds, Is.EqualTo(100));
        }

        Assert.That(parts, Is.EqualTo(50));
    }

    [Test]
    public void ForeignWait_OfAMillisecond_IsWaitedForUntilItComes()
    {
        int value = 0;
        RunReport report = Simulation.Observe(
            async Coroutine () =>
            {
                SimLoop loop = Sim.Loop;
                var future = new SimFuture<int>();
                IDisposable expected = loop.ExpectForeignCall();
                int asked = debugger.Asked;
                var thread = new Thread(() =>
                {
                    // Twenty parts of a wait of which four would be all.
                    SpinWait.SpinUntil(() => debugger.Asked > asked + 20);
                    loop.CallSoonThreadsafe(() => future.SetResult(5));
                    expected.Dispose();
                });
                using (ExecutionContext.SuppressFlow())
                {
                    thread.Start();
                }

                value = await future;
            },
            new RunOptions { ForeignWait = TimeSpan.FromMilliseconds(1) });

        Assert.That((report.Exception, value), Is.EqualTo(((Exception?)null, 5)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Step_OnThePoolThatIsSlow_HasItsRunMadeAgainOnlyWithoutADebugger(bool isAttached)
    {
        debugger.Attached = isAttached;
        int runs = 0;
        Simulation.Run(async () =>
        {
            runs++;
            await Task.Run(Compute);
        });

        Assert.That(runs, isAttached ? Is.EqualTo(1) : Is.GreaterThan(1));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Step_ThatSleepsForReal_IsStoppedOnlyWithoutADebugger(bool isAttached)
    {
        debugger.Attached = isAttached;
        int runs = 0;
        RunReport report = Simulation.Observe(async () =>
        {
            runs++;
            await Task.Run(static () => Thread.Sleep(SleepMilliseconds));
        });

        Assert.That(report.Exception, isAttached ? Is.Null : Is.TypeOf<BlockingWaitException>());
        Assert.That(runs, isAttached ? Is.EqualTo(1) : Is.AtLeast(1));
    }

    [TestCase(true)]
    [TestCase(false)]
    [SuppressMessage("Performance", "CA1849", Justification = "It is to block.")]
    public void Wait_WithATimeout_IsMeasuredOnlyWithoutADebugger(bool isAttached)
    {
        debugger.Attached = isAttached;
        int runs = 0;
        TimeSpan time = default;
        Simulation.Run(async () =>
        {
            runs++;
            Compute();
            using var gate = new SemaphoreSlim(0);
            gate.Wait(5000);
            time = Sim.Now;
            await Task.CompletedTask;
        });

        // What the framework spins for is taken off, and nothing is added for what the step took before.
        Assert.That(time, isAttached ? Is.InRange(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5)) : Is.AtLeast(TimeSpan.FromSeconds(4)));
        Assert.That(runs, isAttached ? Is.EqualTo(1) : Is.GreaterThan(1));
    }

    // Some milliseconds of work.
    private static void Compute()
    {
        long until = Environment.TickCount64 + 5;
        while (Environment.TickCount64 < until)
        {
            Thread.SpinWait(100);
        }
    }
}
