using Microsoft.Extensions.Logging;

namespace SimAsync.Tests.Kernel;

/// <summary>What the code under test logs is kept with the run, and stamped with where it was in it.</summary>
public sealed class LoggingTests
{
    [Test]
    public void Log_InATask_IsStampedWithTimeStepAndTask()
    {
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            ILogger log = Sim.LoggerFactory.CreateLogger("Shop");
            await Sim.Sleep(1500);
            log.LogWarning(new EventId(7, "sold"), "Sold {Item}", "a hat");
        });

        SimLogEntry entry = report.Log.Single();
        Assert.That((entry.Time, entry.Step, entry.Task), Is.EqualTo((TimeSpan.FromSeconds(1.5), 3L, "root.1 'main'")));
        Assert.That((entry.Category, entry.Level, entry.Event.Id, entry.Message), Is.EqualTo(("Shop", LogLevel.Warning, 7, "Sold a hat")));
        Assert.That(entry.ToString(), Does.StartWith("1.5 s, step 3, root.1 'main': Warning Shop: Sold a hat"));
    }

    [Test]
    public void Log_ThroughAProviderAndScopes_OnThePool()
    {
        using ILoggerFactory factory = LoggerFactory.Create(static builder => builder.AddProvider(new SimLoggerProvider()));
        RunReport report = Simulation.Observe(() => Task.Run(() =>
        {
            ILogger log = factory.CreateLogger("Shop");
            using (log.BeginScope("order {Number}", 3))
            {
                log.LogInformation(new FormatException("no"), "Refused");
            }
        }));

        SimLogEntry entry = report.Log.Single();
        Assert.That(entry.Message, Does.Contain("order 3").And.Contain("Refused"));
        Assert.That(entry.Exception, Is.TypeOf<FormatException>());
    }

    [Test]
    public void Log_OutsideASimulation_IsDropped() =>
        Assert.That(static () => Sim.LoggerFactory.CreateLogger("Shop").LogInformation("Nobody hears"), Throws.Nothing);

    [Test]
    public void Log_OfAnExploration_IsThatOfTheFailingRun()
    {
        int runs = 0;
        ExploreReport report = Simulation.Explore(async () =>
        {
            int run = ++runs;
            Sim.LoggerFactory.CreateLogger("Shop").LogInformation("Run {Run}", run);
            int count = 0;
            await Task.WhenAll(Add(), Add());
            if (count != 2)
            {
                throw new FormatException();
            }

            async Task Add()
            {
                int before = count;
                await Task.Yield();
                count = before + 1;
            }
        });

        Assert.That(report.Failure!.Report.Log.Select(static entry => entry.Message), Is.EqualTo([$"Run {runs}"]));
    }
}
