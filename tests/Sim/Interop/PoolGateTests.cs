using System.Threading.Channels;

namespace SimAsync.Tests.Interop;

/// <summary>What the code under test sends to the thread pool runs as steps, when the strategy says so.</summary>
public sealed class PoolGateTests
{
    [Test]
    public void TaskRun_TwoThatRace_BothOrdersAreSeenAndEachSeedGivesItsOwn()
    {
        var seen = new Dictionary<ulong, string>();
        for (int repeat = 0; repeat < 3; repeat++)
        {
            for (ulong seed = 0; seed < 20; seed++)
            {
                string log = Simulation.Run(Race, new RunOptions { Strategy = Strategy.Random, Seed = seed });
                Assert.That(seen.TryAdd(seed, log) || seen[seed] == log, $"Seed {seed} gave {seen[seed]} and then {log}.");
            }
        }

        Assert.That(seen.Values.Distinct().Count(), Is.GreaterThan(4));

        static async Task<string> Race()
        {
            var log = new List<string>();
            await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Task.Run(async () =>
            {
                log.Add($"{i}a");
                await Task.Yield();
                log.Add($"{i}b");
                await Task.Yield();
                log.Add($"{i}c");
            })));
            return string.Join(' ', log);
        }
    }

    [Test]
    public void TaskRun_Surroundings_AreThePools()
    {
        Simulation.Run(async () =>
        {
            var local = new AsyncLocal<string> { Value = "flows" };
            SynchronizationContext? own = SynchronizationContext.Current;
            Assert.That(own, Is.Not.Null);
            await Task.Run(async () =>
            {
                Check();
                await Task.Yield();
                Check();
                await Sim.Sleep(5);
                Check();
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                Check();
            });
            Assert.That(SynchronizationContext.Current, Is.SameAs(own));
            Assert.That(Thread.CurrentThread.IsThreadPoolThread, Is.False);
            await Task.Yield();
            await Task.Run(static () => { }).ConfigureAwait(false);
            Check();

            void Check()
            {
                Assert.That(SynchronizationContext.Current, Is.Null);
                Assert.That(Thread.CurrentThread.IsThreadPoolThread);
                Assert.That(TaskScheduler.Current, Is.SameAs(TaskScheduler.Default));
                Assert.That(local.Value, Is.EqualTo("flows"));
            }
        });
    }

    [Test]
    public void PoolItem_Throws_IsTheRunsFailure()
    {
        RunReport report = Simulation.Observe(async () =>
        {
            ThreadPool.QueueUserWorkItem(static _ => throw new FormatException("on the pool"));
            await Sim.Sleep(1000);
        });

        Assert.That(report.Exception, Is.TypeOf<FormatException>());
        Assert.That(report.Time, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void Channel_ReadAllAsync_IsHeld()
    {
        int sum = Simulation.Run(async () =>
        {
            var channel = Channel.CreateBounded<int>(2);
            Task writer = Write();
            int sum = 0;
            await foreach (int item in channel.Reader.ReadAllAsync())
            {
                sum += item;
            }

            await writer;
            return sum;

            async Task Write()
            {
                for (int i = 0; i < 10; i++)
                {
                    await channel.Writer.WriteAsync(i);
                }

                channel.Writer.Complete();
            }
        });
        Assert.That(sum, Is.EqualTo(45));
    }
}
