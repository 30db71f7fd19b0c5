namespace SimAsync.Tests.Kernel;

public sealed class SimLoopTests
{
    [Test]
    public void CallLater_OfSeveral_RunsByInstantThenByArming()
    {
        using var runner = new SimRunner();
        SimLoop loop = runner.Loop;
        var log = new List<string>();
        loop.CallLater(TimeSpan.FromMilliseconds(2), () => log.Add("2"));
        loop.CallAt(TimeSpan.FromMilliseconds(1), () => log.Add("1a"));
        loop.CallLater(TimeSpan.FromMilliseconds(1), () => log.Add("1b"));
        loop.CallLater(TimeSpan.Zero, () => log.Add("0"));
        loop.CallLater(TimeSpan.MinValue, () => log.Add("min"));
        loop.CallSoon(() => log.Add("soon"));

        Assert.That(loop.RunForever(), Is.False);
        Assert.That(log, Is.EqualTo(["soon", "min", "0", "1a", "1b", "2"]));
        Assert.That(loop.Time, Is.EqualTo(TimeSpan.FromMilliseconds(2)));
    }

    [Test]
    public void Stop_InTheMiddle_FinishesThePassAndLeavesTheRest()
    {
        using var runner = new SimRunner();
        SimLoop loop = runner.Loop;
        var log = new List<string>();
        loop.CallSoon(() =>
        {
            log.Add("a");
            loop.CallSoon(() => log.Add("next pass"));
            loop.Stop();
        });
        loop.CallSoon(() => log.Add("b"));

        Assert.That(loop.RunForever());
        Assert.That(log, Is.EqualTo(["a", "b"]));
        Assert.That(loop.RunForever(), Is.False);
        Assert.That(log, Is.EqualTo(["a", "b", "next pass"]));
        loop.Stop();
        Assert.That(loop.RunForever());
    }

    [Test]
    public void ExceptionHandler_Set_GetsWhatCallbacksThrow()
    {
        var told = new List<SimWarning>();
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            Sim.Loop.ExceptionHandler = (_, warning) => told.Add(warning);
            Sim.Loop.CallSoon(static () => throw new FormatException());
            await Sim.Yield();
            await Sim.Yield();
        });

        Assert.That(told.Single().Exception, Is.TypeOf<FormatException>());
        Assert.That(report.Warnings, Is.EqualTo(told));
    }

    [Test]
    public void ExceptionHandler_ThatThrows_IsItselfTold()
    {
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            Sim.Loop.ExceptionHandler = static (_, _) => throw new NotSupportedException();
            Sim.Loop.CallSoon(static () => throw new FormatException());
            await Sim.Yield();
            await Sim.Yield();
        });

        Assert.That(report.Exception, Is.Null);
        Assert.That(report.Warnings.Select(static warning => warning.Exception!.GetType()), Is.EqualTo([typeof(FormatException), typeof(NotSupportedException)]));
    }

    [Test]
    public void CallSoonThreadsafe_FromAnotherThread_IsRefusedUnlessAllowed()
    {
        RunReport refused = Simulation.Observe(static () => Main(announce: false));
        RunReport allowed = Simulation.Observe(static () => Main(announce: false), new RunOptions { ForeignThreads = true });
        RunReport announced = Simulation.Observe(static () => Main(announce: true));

        Assert.That(refused.Exception, Is.TypeOf<UncontrolledConcurrencyException>().With.Property("What").Contains("CallSoonThreadsafe"));
        Assert.That((allowed.Value, allowed.Exception, allowed.IsReproducible), Is.EqualTo((3, (Exception?)null, false)));
        Assert.That((announced.Value, announced.Exception, announced.IsReproducible), Is.EqualTo((3, (Exception?)null, false)));

        static async Coroutine<int> Main(bool announce)
        {
            SimLoop loop = Sim.Loop;
            var future = new SimFuture<int>();
            IDisposable? expectation = announce ? loop.ExpectForeignCall() : null;
            OnAnotherThread(() =>
            {
                loop.CallSoonThreadsafe(() => future.SetResult(3));
                // Taken back before the loop has looked: what was announced has come.
                expectation?.Dispose();
            });
            return await future;
        }
    }

    [Test]
    public void ExpectForeignCall_Announced_HoldsVirtualTime()
    {
        RunReport report = Simulation.Observe(async Coroutine<TimeSpan> () =>
        {
            SimLoop loop = Sim.Loop;
            var future = new SimFuture<int>();
            using IDisposable expectation = loop.ExpectForeignCall();
            var thread = new Thread(() => loop.CallSoonThreadsafe(() => future.SetResult(3)));
            thread.Start();
            await Sim.Wait([future], TimeSpan.FromHours(1));
            thread.Join();
            return Sim.Now;
        });

        Assert.That(report.Exception, Is.Null);
        Assert.That(report.Value, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void RunCoroutineThreadsafe_FromAnotherThread_GivesItsEnd()
    {
        Task<int>? value = null;
        Task? failed = null;
        RunReport report = Simulation.Observe(
            async Coroutine () =>
            {
                SimLoop loop = Sim.Loop;
                OnAnotherThread(() =>
                {
                    value = Sim.RunCoroutineThreadsafe(Later(), loop);
                    failed = Sim.RunCoroutineThreadsafe(Fail(), loop);
                });
                await Sim.Sleep(100);
            },
            new RunOptions { ForeignThreads = true });

        Assert.That(report.Exception, Is.Null);
        Assert.That(value!.Result, Is.EqualTo(4));
        Assert.That(failed!.Exception!.InnerException, Is.TypeOf<FormatException>());

        static async Coroutine<int> Later() => await Sim.Sleep(TimeSpan.FromMilliseconds(5), 4);
        static async Coroutine Fail()
        {
            await Sim.Yield();
            throw new FormatException();
        }
    }

    [Test]
    public void Post_FromInside_IsAStep()
    {
        var log = new List<string>();
        Simulation.Run(async Coroutine () =>
        {
            SynchronizationContext.Current!.Post(static state => ((List<string>)state!).Add("posted"), log);
            SynchronizationContext.Current.Send(static state => ((List<string>)state!).Add("sent"), log);
            log.Add("main");
            await Sim.Yield();
        });

        Assert.That(log, Is.EqualTo(["sent", "main", "posted"]));
    }

    private static void OnAnotherThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }
}
