using Microsoft.Extensions.Logging;

namespace SimAsync.Tests.Kernel;

/// <summary>What the code under test logs goes on to loggers of the user's own, in a scope that says where in the run it was.</summary>
public sealed class LogScopeTests
{
    private readonly HeardLog heard = new();

    [Test]
    public void Scope_OfEachMessage_HasTaskStepAndTime()
    {
        using ILoggerFactory own = HeardLog.Factory(heard);
        using var factory = new SimLoggerFactory(own);
        ILogger log = factory.CreateLogger("Shop");
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            log.LogInformation("Open");
            await Sim.CreateTask(Sell(), "seller");
            await Task.Run(() => log.LogInformation("Swept"));
            log.LogInformation("Closed");
        });

        // The run may have been made again: the last time counts.
        Assert.That(heard.Entries.TakeLast(4).Select(static entry => (entry.Message, entry.Values["Task"], entry.Values["Step"], entry.Values["Time"])), Is.EqualTo(new (string, object?, object?, object?)[]
        {
            ("Open", "root.1 'main'", 1L, TimeSpan.Zero),
            ("Sold a hat", "root.1.1 'seller'", 4L, TimeSpan.FromSeconds(1.5)),
            ("Swept", "root.1", 6L, TimeSpan.FromSeconds(1.5)),
            ("Closed", "root.1 'main'", 8L, TimeSpan.FromSeconds(1.5)),
        }));
        Assert.That(heard.Entries[^3].Values["Order"], Is.EqualTo(3));
        Assert.That(heard.Entries[^3].Scopes[^1]!.ToString(), Is.EqualTo("root.1.1 'seller', 1.5 s, step 4"));
        Assert.That(report.Log.Select(static entry => entry.Message), Is.EqualTo(["Open", "order 3 => Sold a hat", "Swept", "Closed"]));

        async Coroutine Sell()
        {
            using (log.BeginScope("order {Order}", 3))
            {
                await Sim.Sleep(1500);
                log.LogInformation("Sold {Item}", "a hat");
            }
        }
    }

    [Test]
    public void Scope_BehindSimLoggerFactory_IsThatOfTheOptions()
    {
        using ILoggerFactory own = HeardLog.Factory(heard, LogLevel.Information);
        Simulation.Run(
            static async Coroutine () =>
            {
                await Sim.Yield();
                Sim.LoggerFactory.CreateLogger("Shop").LogInformation("Open");
                Sim.LoggerFactory.CreateLogger("Shop").LogDebug("The door creaks");
            },
            new RunOptions { LoggerFactory = own });

        HeardLog.Entry entry = heard.Entries.Single();
        Assert.That((entry.Category, entry.Message, entry.Values["Task"], entry.Values["Step"]), Is.EqualTo(("Shop", "Open", (object)"root.1 'main'", (object)2L)));
    }

    [Test]
    public void Log_OutsideARun_IsTheFactorysOwn()
    {
        using ILoggerFactory own = HeardLog.Factory(heard);
        using var factory = new SimLoggerFactory(own);
        factory.CreateLogger("Shop").LogInformation("Open");

        Assert.That(heard.Entries.Single().Message, Is.EqualTo("Open"));
        Assert.That(heard.Entries.Single().Scopes, Is.Empty);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Log_OfAnExploration_IsThatOfTheReportedRunUnlessAskedFor(bool everyRun)
    {
        int runs = 0;
        using ILoggerFactory own = HeardLog.Factory(heard, LogLevel.Information);
        using var factory = new SimLoggerFactory(own);
        ILogger log = factory.CreateLogger("Shop");
        ExploreReport report = Simulation.Explore(
            async Coroutine () =>
            {
                int run = ++runs;
                log.LogInformation("Run {Run}", run);
                if (Sim.Choose(2) == 1)
                {
                    await Sim.Yield();
                    throw new FormatException();
                }
            },
            new ExploreOptions { LogEveryRun = everyRun });

        Assert.That(report.Failure, Is.Not.Null);
        Assert.That(heard.Entries.Select(static entry => entry.Message), Is.EqualTo(everyRun ? Enumerable.Range(1, runs).Select(static run => $"Run {run}") : [$"Run {runs}"]));
    }

    [Test]
    public void Log_AtALevelThatIsOff_FormatsNothing()
    {
        using ILoggerFactory own = HeardLog.Factory(heard, LogLevel.Warning);
        using var factory = new SimLoggerFactory(own);
        ILogger log = factory.CreateLogger("Shop");
        var item = new Item();
        Simulation.Explore(
            async Coroutine () =>
            {
                await Sim.Yield();
                Assert.That(log.IsEnabled(LogLevel.Information), Is.False);
                Log(log, item);
            },
            new ExploreOptions { Runs = 5 }).ThrowIfFailed();

        Assert.That((item.Told, heard.Entries.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Provider_ThatUsesThePoolAndWaits_IsOutsideTheSimulation()
    {
        using ILoggerFactory own = HeardLog.Factory(heard, LogLevel.Information);
        using var factory = new SimLoggerFactory(own);
        ILogger log = factory.CreateLogger("Shop");
        int written = 0;
        heard.OnLog = () =>
        {
            // As one that writes in the background does when its buffer is full.
            using var done = new ManualResetEventSlim();
            ThreadPool.QueueUserWorkItem(_ =>
            {
                written++;
                done.Set();
            });
            done.Wait();
        };
        RunReport report = Simulation.Observe(
            async () =>
            {
                log.LogInformation("Open");
                await Task.Run(() => log.LogInformation("Swept"));
                await Task.Delay(5);
                log.LogInformation("Closed");
            },
            new RunOptions { Trace = true });

        Assert.That((report.Exception, report.IsReproducible, written % 3, written > 0), Is.EqualTo(((Exception?)null, true, 0, true)));
        Assert.That(report.Trace.OfType<TraceEvent.StepRun>().Count(static step => step.Who.Contains("pool", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [TestCaseSource(nameof(Strategies))]
    public void Log_ToLoggersOfOnesOwn_ChangesNoRun(string strategy)
    {
        using ILoggerFactory own = HeardLog.Factory(heard);
        using var factory = new SimLoggerFactory(own);
        List<string> mute = Runs(Sim.LoggerFactory, null);
        Assert.That(Runs(factory, own), Is.EqualTo(mute));
        Assert.That(heard.Entries, Has.Count.GreaterThan(mute.Count));

        List<string> Runs(ILoggerFactory loggers, ILoggerFactory? simulations)
        {
            List<string> runs = [];
            ILogger log = loggers.CreateLogger("counter");
            Simulation.Explore(
                async Coroutine () =>
                {
                    int count = 0;
                    var gate = new SimLock();
                    List<string> order = [];
                    await Sim.Gather(Add("a"), Add("b"), Add("c"));
                    runs.Add($"{string.Join(' ', order)} {count} {Sim.Loop.StepCount} {Sim.Now}");

                    async Coroutine Add(string who)
                    {
                        using SimReleaser held = await gate.Hold();
                        log.LogInformation("{Who} has {Count}", who, count);
                        await Sim.Sleep(1);
                        order.Add(who);
                        count++;
                    }
                },
                new ExploreOptions { Runs = 60, Strategy = Strategy.Parse(strategy), LogEveryRun = true, LoggerFactory = simulations }).ThrowIfFailed();
            return runs;
        }
    }

    private static string[] Strategies => ["pos", "portfolio", "random"];

    private static void Log(ILogger log, Item item) => log.LogInformation("Sold {Item}", item);

    private sealed class Item
    {
        public int Told { get; private set; }

        public override string ToString()
        {
            Told++;
            return "a hat";
        }
    }
}
