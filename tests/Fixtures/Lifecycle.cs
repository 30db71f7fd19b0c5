using SimAsync.NUnit;

namespace SimAsync.TestFixtures;

/// <summary>SetUp and TearDown run in each interleaving, in its simulation, on an object of its own.</summary>
public sealed class Lifecycle : IDisposable
{
    private int setUps;
    private TimeSpan begun;

    public static int Objects { get; private set; }

    public static int TearDowns { get; private set; }

    public static int Disposed { get; private set; }

    public Lifecycle() => Objects++;

    [OneTimeSetUp]
    public static void Reset() => (Objects, TearDowns, Disposed) = (0, 0, 0);

    [SetUp]
    public async Task SetUp()
    {
        setUps++;
        await Task.Delay(5);
        begun = Sim.Now;
    }

    [TearDown]
    public async Task TearDown()
    {
        await Task.Delay(5);
        TearDowns++;
    }

    public void Dispose() => Disposed++;

    [SimTest(Runs = 50)]
    public async Task Each()
    {
        Assert.That((setUps, begun), Is.EqualTo((1, TimeSpan.FromMilliseconds(5))));
        await Task.Delay(1);
    }
}

/// <summary>A SetUp that fails in some interleavings.</summary>
public sealed class FailingSetUp
{
    [SetUp]
    public async Task SetUp()
    {
        int count = 0;
        await Task.WhenAll(Add(), Add());
        Assert.That(count, Is.EqualTo(2));

        async Task Add()
        {
            int before = count;
            await Task.Yield();
            count = before + 1;
        }
    }

    [SimTest]
    public async Task Never() => await Task.Yield();
}

/// <summary>A OneTimeSetUp that would set up nothing.</summary>
public sealed class OneTimeOfAnInstance
{
    [OneTimeSetUp]
    public void Once()
    {
    }

    [SimTest]
    public async Task Never() => await Task.Yield();
}
