namespace SimAsync.Tests.Exploration;

public sealed class SimRunnerTests
{
    [Test]
    public void Run_SeveralTimes_GoesOnOnOneLoop()
    {
        using var runner = new SimRunner();
        SimTask? left = null;
        runner.Run(async Coroutine () =>
        {
            left = Sim.CreateTask(Sim.Sleep(500));
            await Sim.Sleep(100);
        });
        Assert.That(runner.Loop.Time, Is.EqualTo(TimeSpan.FromMilliseconds(100)));
        Assert.That(left!.IsDone, Is.False);
        Assert.That(runner.Run(async Coroutine<int> () => await Sim.Sleep(TimeSpan.FromSeconds(1), 7)), Is.EqualTo(7));
        Assert.That(left.IsDone);
        Assert.That(() => runner.Run(static async Coroutine () =>
        {
            await Sim.Yield();
            throw new FormatException();
        }), Throws.TypeOf<FormatException>());
        Assert.That(() => runner.Run(static async Coroutine () => await new SimFuture<int>()), Throws.TypeOf<DeadlockException>());
        runner.Run(static async Coroutine () => await Sim.Yield());
    }

    [Test]
    public void RunUntilComplete_OfAFuture_GivesItsValue()
    {
        using var runner = new SimRunner();
        var future = new SimFuture<int>(runner.Loop);
        runner.Loop.CallLater(TimeSpan.FromSeconds(2), () => future.SetResult(3));

        Assert.That(runner.RunUntilComplete(future), Is.EqualTo(3));
        Assert.That(runner.Loop.Time, Is.EqualTo(TimeSpan.FromSeconds(2)));
        Assert.That(() => runner.RunUntilComplete(new SimFuture<int>(runner.Loop)), Throws.TypeOf<DeadlockException>());
        runner.Loop.CallSoon(runner.Loop.Stop);
        Assert.That(() => runner.RunUntilComplete(new SimFuture<int>(runner.Loop)), Throws.InvalidOperationException.With.Message.Contains("stopped"));
    }

    [Test]
    public void Run_InsideItsOwnRun_IsRefusedAndRunsNothing()
    {
        bool ran = false;
        using var runner = new SimRunner();
        runner.Run(async Coroutine () =>
        {
            Assert.That(() => runner.Run(async Coroutine () =>
            {
                ran = true;
                await Sim.Yield();
            }), Throws.InvalidOperationException);
            Assert.That(() => runner.Loop.RunForever(), Throws.InvalidOperationException);
            Assert.That(runner.Loop.Close, Throws.InvalidOperationException);
            await Sim.Sleep(1);
        });

        Assert.That(ran, Is.False);
    }

    [Test]
    public void Run_AfterDispose_SaysThatTheLoopIsClosed()
    {
        var runner = new SimRunner();
        bool cancelled = false;
        runner.Run(async Coroutine () =>
        {
            _ = Sim.CreateTask(Wait());
            await Sim.Yield();
        });
        runner.Dispose();
        runner.Dispose();

        Assert.That(cancelled);
        Assert.That(runner.Loop.IsClosed);
        Assert.That(() => runner.Run(static async Coroutine () => await Sim.Yield()), Throws.InvalidOperationException);
        Assert.That(() => runner.Loop.CallSoon(static () => { }), Throws.InvalidOperationException);
        Assert.That(() => runner.Loop.CallLater(TimeSpan.Zero, static () => { }), Throws.InvalidOperationException);

        async Coroutine Wait()
        {
            try
            {
                await new SimFuture<int>();
            }
            finally
            {
                cancelled = true;
            }
        }
    }
}
