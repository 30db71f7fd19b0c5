using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging;
using SimAsync.FsCheck;

namespace SimAsync.TestFixtures;

/// <summary>Properties that do not hold, or that cannot be tried; each to be told of clearly.</summary>
public sealed class FailingProperties
{
    /// <summary>It takes two that are not zero, and one step out of order.</summary>
    [SimProperty]
    public async Task LostUpdate(int[] numbers)
    {
        ILogger log = Sim.LoggerFactory.CreateLogger("sum");
        TestContext.Out.WriteLine("output of a run");
        int sum = 0;
        await Task.WhenAll(numbers.Select(Add));
        Assert.That(sum, Is.EqualTo(numbers.Sum()));

        async Task Add(int number)
        {
            int before = sum;
            log.LogInformation("Read {Sum}", before);
            await Task.Yield();
            sum = before + number;
        }
    }

    [SimProperty]
    public async Task<bool> False(int number, bool other)
    {
        await Task.Yield();
        return number < 10 || !other;
    }

    [SimProperty]
    public async Task<Property> Labelled(int number)
    {
        await Task.Yield();
        return (number >= 0).ToProperty().Label("not negative").And((number < 1000).ToProperty().Label("small"));
    }

    [SimProperty]
    public Property DrawsItself(byte number) => Prop.ForAll(Arb.From(Gen.Choose(100, 200)), drawn => number < 5 || drawn < 100);

    [SimProperty]
    public async Task Deadlock(byte count)
    {
        var gate = new SemaphoreSlim(3);
        for (int i = 0; i < count; i++)
        {
            await gate.WaitAsync();
        }
    }

    [SimProperty(MaxRejected = 20)]
    public Property Exhausted(int number) => true.When(number < 0 && number > 0);

    [SimProperty(MaxTest = 40)]
    public void NoArbitrary(int number, INoArbitrary strange) => Assert.That(number, Is.Zero, $"{strange}");

    [SimProperty(Arbitrary = [typeof(ThrowingGenerator)])]
    public void GeneratorThrows(int number, Order order) => Assert.That(order.Count, Is.EqualTo(number));

    [SimProperty(Arbitrary = [typeof(ThrowingShrinker)])]
    public void ShrinkerThrows(Order order) => Assert.That(order.Count, Is.Zero);

    [SimProperty(Arbitrary = [typeof(FailingProperties)])]
    public void ArbitrariesOfNone(Order order) => Assert.That(order.Count, Is.Zero);

    [SimProperty(MaxTest = 0)]
    public void NoTests(int number) => Assert.That(number, Is.Zero);

    [SimProperty(Runs = 0)]
    public void NoRuns(int number) => Assert.That(number, Is.Zero);

    [SimProperty(Replay = "(1,2)")]
    public void EvenGamma(int number) => Assert.That(number, Is.Zero);

    [SimProperty(Replay = "(123,457,60)")]
    public void ReplayedByFsCheck(int number) => Assert.That(number, Is.Zero);

    [SimProperty]
    public int WrongReturn(int number) => number;

    [SimProperty]
    public bool ByReference(ref int number) => number > 0;

    [SimProperty]
    [TestCase(1)]
    public bool WithACase(int number) => number > 0;

    [SimProperty]
    public bool WithValues([Values(1, 2)] int number) => number > 0;

    [SimProperty(InjectCancellation = true, Runs = 50)]
    public async Task HoldsOnWhenCancelled(byte count, CancellationToken token)
    {
        using var semaphore = new SemaphoreSlim(1);
        for (int i = 0; i < count % 5; i++)
        {
            await Task.Yield();
        }

        if (count > 2)
        {
            try
            {
                await semaphore.WaitAsync(token);
                await Task.Delay(10, token);
                semaphore.Release();
            }
            catch (OperationCanceledException)
            {
            }
        }

        Assert.That(semaphore.CurrentCount, Is.EqualTo(1));
    }

    [SimProperty]
    public async Task LeavesATask(byte number)
    {
        if (number > 3)
        {
            _ = Task.Delay(10);
            _ = Background();
        }

        await Task.Yield();
    }

    private static async Task Background()
    {
        while (true)
        {
            await Task.Delay(100);
        }
    }
}
