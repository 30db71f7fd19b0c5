using Microsoft.Extensions.Logging;
using SimAsync.NUnit;

namespace SimAsync.TestFixtures;

/// <summary>Tests with a bug, each to be found.</summary>
public sealed class Failing
{
    private static int runs;

    [SimTest]
    public async Task LostUpdate()
    {
        ILogger log = Sim.LoggerFactory.CreateLogger("counter");
        int run = Interlocked.Increment(ref runs);
        TestContext.Out.WriteLine($"output of run {run}");
        int count = 0;
        await Task.WhenAll(Task.Run(Add), Task.Run(Add));
        Assert.That(count, Is.EqualTo(2));

        async Task Add()
        {
            int before = count;
            log.LogInformation("Read {Count}", before);
            await Task.Yield();
            count = before + 1;
        }
    }

    [SimTest(BreakAtStep = 2)]
    public async Task BreaksAtItsSecondStep()
    {
        await Task.Yield();
        Assert.Fail();
    }

    [SimTest]
    public async Task Deadlock()
    {
        var first = new SemaphoreSlim(1);
        var second = new SemaphoreSlim(1);
        await Task.WhenAll(Both(first, second), Both(second, first));
    }

    [SimTest]
    public async Task LeavesATask()
    {
        _ = Background();
        await Task.Delay(1);
    }

    [SimTest(AllowTasksLeft = true)]
    public async Task MayLeaveATask()
    {
        _ = Background();
        await Task.Delay(1);
    }

    [SimTest(InjectCancellation = true)]
    public async Task HoldsOnWhenCancelled(CancellationToken token)
    {
        using var semaphore = new SemaphoreSlim(1);
        try
        {
            await semaphore.WaitAsync(token);
            await Task.Delay(10, token);
            semaphore.Release();
        }
        catch (OperationCanceledException)
        {
        }

        Assert.That(semaphore.CurrentCount, Is.EqualTo(1));
    }

    [SimTest(MaxSteps = 50)]
    public async Task Endless()
    {
        while (true)
        {
            await Task.Yield();
        }
    }

    [SimTest(MaxTimeMilliseconds = 5000)]
    public async Task TooLong() => await Task.Delay(6000);

    [SimTest(Strategy = "no such")]
    public async Task BadStrategy() => await Task.Yield();

    [SimTest(Runs = 0)]
    public async Task NoRuns() => await Task.Yield();

    [SimTest]
    [TestCase(1)]
    public async Task WrongResult(int number)
    {
        await Task.Delay(number);
        Assert.Multiple(() =>
        {
            Assert.That(number, Is.EqualTo(2), "first");
            Assert.That(number, Is.EqualTo(3), "second");
        });
    }

    private static async Task Both(SemaphoreSlim one, SemaphoreSlim two)
    {
        await one.WaitAsync();
        await Task.Yield();
        await two.WaitAsync();
        two.Release();
        one.Release();
    }

    private static async Task Background()
    {
        while (true)
        {
            await Task.Delay(100);
        }
    }
}
