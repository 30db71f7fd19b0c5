using SimAsync.NUnit;

namespace SimAsync.TestFixtures;

/// <summary>Each form that a <c>[SimTest]</c> may have.</summary>
public sealed class Passing
{
    private static readonly int[] Source = [1, 2];

    [SimTest]
    public async Task Plain()
    {
        await Task.WhenAll(Task.Run(static () => Task.Delay(1000)), Task.Delay(3000));
        Assert.That(Sim.Now, Is.EqualTo(TimeSpan.FromSeconds(3)));
    }

    [SimTest]
    public async ValueTask Value() => await Task.Yield();

    [SimTest]
    public void Blocking() => Task.Run(static () => { }).Wait();

    [SimTest]
    public async Coroutine OwnKind()
    {
        await Sim.Sleep(10);
        await Task.Delay(5);
        Assert.That(Sim.Now.TotalMilliseconds, Is.EqualTo(15));
    }

    [SimTest]
    public async Task Injected(TimeProvider time, CancellationToken token)
    {
        Assert.That(token.CanBeCanceled);
        DateTimeOffset start = time.GetUtcNow();
        await Task.Delay(TimeSpan.FromSeconds(1), time, token);
        Assert.That(time.GetUtcNow() - start, Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [SimTest]
    [TestCase(1)]
    [TestCase(2)]
    public async Task Case(int number, TimeProvider? time = null)
    {
        await Task.Delay(TimeSpan.FromSeconds(number), time!);
        Assert.That(Sim.Now.TotalSeconds, Is.EqualTo(number));
    }

    [SimTest]
    [TestCase(1)]
    public async Task CaseWithToken(int number, CancellationToken token)
    {
        await Task.Delay(number, token);
        Assert.That(token.CanBeCanceled);
    }

    [SimTest]
    [TestCase(1, ExpectedResult = 2)]
    public async Coroutine<int> Expected(int number)
    {
        await Sim.Sleep(10);
        return number + 1;
    }

    [SimTest]
    [TestCase(1, ExpectedResult = 2)]
    public async Task<int> ExpectedOfATask(int number)
    {
        await Task.Delay(10);
        return number + 1;
    }

    [SimTest]
    [TestCaseSource(nameof(Source))]
    public async Task FromSource(int number)
    {
        await Task.Delay(number);
        Assert.That(number, Is.EqualTo(1).Or.EqualTo(2));
    }

    [SimTest]
    public async Task FromValues([Values(1, 2)] int number, [Values] bool second)
    {
        await Task.Delay(number);
        Assert.That(second, Is.True.Or.False);
    }

    [SimTest]
    public async Task Assertions()
    {
        await Task.Yield();
        Assert.Multiple(static () =>
        {
            Assert.That(1, Is.EqualTo(1));
            Assert.That(2, Is.EqualTo(2));
        });
        await Assert.MultipleAsync(static async () =>
        {
            await Task.Delay(5);
            Assert.That(1, Is.EqualTo(1));
        });
        await Assert.ThrowsAsync<FormatException>(static async () =>
        {
            await Task.Delay(1);
            throw new FormatException();
        });
        await Assert.ThatAsync(static () => Task.FromResult(1), Is.EqualTo(1));
    }

    [SimTest(InjectCancellation = true)]
    public async Task Cancelled(CancellationToken token)
    {
        using var semaphore = new SemaphoreSlim(1);
        await Task.WhenAll(Use(), Use());

        async Task Use()
        {
            await semaphore.WaitAsync(token);
            try
            {
                await Task.Delay(10, token);
            }
            finally
            {
                semaphore.Release();
            }
        }
    }

    [SimTest]
    [Category("named")]
    public async Task WithACategory(CancellationToken token) => await Task.Delay(1, token);

    [SimTest]
    public async Task Ignored()
    {
        await Task.Yield();
        Assert.Ignore("not now");
    }
}
