using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SimAsync.NUnit;

namespace SimAsync.Examples.Docs;

/// <summary>The code in docs/dotnet.md and docs/nunit.md.</summary>
public sealed class DotNetSnippets
{
    // docs: dotnet-unmodified
    [SimTest]
    public async Task Cache_LoadedByManyAtOnce_LoadsOnce()
    {
        int loads = 0;
        var cache = new ConcurrentDictionary<string, Lazy<Task<string>>>();
        Task<string> Get(string key) => cache.GetOrAdd(key, _ => new Lazy<Task<string>>(async () =>
        {
            Interlocked.Increment(ref loads);
            await Task.Delay(100).ConfigureAwait(false); // A real timer, and the pool.
            return "loaded";
        })).Value;

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Parallel.ForEachAsync(Enumerable.Range(0, 3), timeout.Token, async (_, token) => await Get("key").WaitAsync(token));

        Assert.That(loads, Is.EqualTo(1));
        Assert.That(Sim.Now, Is.EqualTo(TimeSpan.FromMilliseconds(100)));
    }
    // docs end

    // docs: dotnet-log
    [Test]
    public void Log_OfARun_IsStamped()
    {
        RunReport report = Simulation.Observe(async () =>
        {
            ILogger log = Sim.LoggerFactory.CreateLogger("Shop");
            await Task.Delay(1500);
            log.LogInformation("Sold {Item}", "a hat");
        });

        Assert.That(report.Log.Single().Message, Is.EqualTo("Sold a hat"));
        Assert.That(report.Log.Single().Time, Is.EqualTo(TimeSpan.FromSeconds(1.5)));
    }
    // docs end

    // docs: nunit-cancellation
    [SimTest(InjectCancellation = true)]
    public async Task Transfer_CancelledAnywhere_LeavesNothingLocked(CancellationToken token)
    {
        var account = new SemaphoreSlim(1);
        try
        {
            await account.WaitAsync(token);
            try
            {
                await Task.Delay(10, token);
            }
            finally
            {
                account.Release();
            }
        }
        finally
        {
            Assert.That(account.CurrentCount, Is.EqualTo(1));
        }
    }
    // docs end
}

// docs: nunit-fixture
public sealed class StockTests
{
    private readonly List<string> sold = [];
    private SemaphoreSlim gate = null!;

    [SetUp]
    public async Task Open() // Before every interleaving, inside its simulation.
    {
        gate = new SemaphoreSlim(1);
        await Task.Yield();
    }

    [TearDown]
    public void Close() => gate.Dispose();

    [SimTest(Runs = 200)]
    public async Task Sell_LastHat_ToOneOnly([Values(1, 2)] int hats, TimeProvider? time = null)
    {
        await Task.WhenAll(Sell("Ann"), Sell("Bob"), Sell("Cid"));
        Assert.That(sold, Has.Count.EqualTo(hats));

        async Task Sell(string customer)
        {
            await gate.WaitAsync();
            if (sold.Count < hats)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), time!);
                sold.Add(customer);
            }

            gate.Release();
        }
    }
}
// docs end
