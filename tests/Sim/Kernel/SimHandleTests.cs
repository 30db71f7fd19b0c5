namespace SimAsync.Tests.Kernel;

public sealed class SimHandleTests
{
    [Test]
    public void Cancel_AtEachMoment_TakesTheCallBackOnce([Values] bool inOrder)
    {
        var log = new List<string>();
        RunReport report = Simulation.Observe(
            async Coroutine () =>
            {
                SimLoop loop = Sim.Loop;
                SimHandle ready = loop.CallSoon(() => log.Add("ready"));
                SimHandle armed = loop.CallLater(TimeSpan.FromSeconds(1), () => log.Add("armed"));
                Assert.That((ready.When, armed.When), Is.EqualTo(((TimeSpan?)null, (TimeSpan?)TimeSpan.FromSeconds(1))));
                ready.Cancel();
                ready.Cancel();
                armed.Cancel();
                Assert.That(ready.IsCancelled && armed.IsCancelled);

                SimHandle? own = null;
                own = loop.CallSoon(() =>
                {
                    log.Add("own");
                    own!.Cancel();
                });
                SimHandle? victim = null;
                SimHandle? timer = null;
                await Sim.Yield();
                await Sim.Sleep(1);
                loop.CallLater(TimeSpan.FromMilliseconds(1), () =>
                {
                    log.Add("canceller");
                    victim!.Cancel();
                    timer!.Cancel();
                });
                await Sim.Sleep(TimeSpan.FromTicks(1));
                victim = loop.CallLater(TimeSpan.FromMilliseconds(2), () => log.Add("victim"));
                timer = loop.CallLater(TimeSpan.FromSeconds(5), () => log.Add("timer"));
                await Sim.Sleep(10_000);
            },
            new RunOptions { Strategy = inOrder ? Strategy.InOrder : Strategy.Random });

        Assert.That(report.Exception, Is.Null);
        Assert.That(log, Is.EqualTo(["own", "canceller"]));
    }

    [Test]
    public void Cancel_OfAReadyOneByAnEarlierInTheSamePass_RunsTheOthersOnce()
    {
        using var runner = new SimRunner();
        SimLoop loop = runner.Loop;
        var log = new List<int>();
        var handles = new List<SimHandle>();
        loop.CallSoon(() =>
        {
            handles[1].Cancel();
            handles[3].Cancel();
            handles[9].Cancel();
            loop.CallSoon(() => log.Add(-1));
        });
        for (int i = 0; i < 10; i++)
        {
            int number = i;
            handles.Add(loop.CallSoon(() => log.Add(number)));
        }

        loop.RunForever();
        Assert.That(log, Is.EqualTo([0, 2, 4, 5, 6, 7, 8, -1]));
    }

    [Test]
    public void Cancel_OfThousandsOfTimers_KeepsTheOthersInOrder()
    {
        using var runner = new SimRunner();
        var log = new List<int>();
        SimHandle[] handles = [.. Enumerable.Range(0, 5000).Select(i => runner.Loop.CallLater(TimeSpan.FromTicks(i * 7919L % 5000), () => log.Add(i)))];
        for (int i = 0; i < handles.Length; i++)
        {
            if (i % 10 != 0)
            {
                handles[i].Cancel();
            }
        }

        runner.Loop.RunForever();
        Assert.That(log, Is.EqualTo(Enumerable.Range(0, 500).Select(static i => i * 10).OrderBy(static i => i * 7919L % 5000)));
    }
}
