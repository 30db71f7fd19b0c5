using FsCheck;
using FsCheck.Fluent;
using FsCheck.NUnit;
using Microsoft.Extensions.Logging;
using SimAsync.FsCheck;

namespace SimAsync.TestFixtures;

/// <summary>Each form that a <c>[SimProperty]</c> may have. Few inputs and runs: what is tried is the form.</summary>
[Properties(MaxTest = 12, Arbitrary = [typeof(OrderArbitrary)])]
public sealed class PassingProperties
{
    private int sum;
    private bool isSetUp;

    [SetUp]
    public async Task SetUp()
    {
        await Task.Yield();
        isSetUp = true;
    }

    [SimProperty(Runs = 5)]
    public void Void(int[] numbers)
    {
        Assert.That(isSetUp);
        Parallel.ForEach(numbers, number => Interlocked.Add(ref sum, number));
        Assert.That(sum, Is.EqualTo(numbers.Sum()));
    }

    [SimProperty(Runs = 5)]
    public bool Bool(int number) => number == -(-number);

    [SimProperty(Runs = 5)]
    public Property PlainProperty(int number) => (number * 2 % 2 == 0).ToProperty().When(number > 0).Classify(number > 5, "large");

    [SimProperty(Runs = 5)]
    public async Task PlainTask(Order order)
    {
        await Task.Delay(order.Item);
        Assert.That(Sim.Now, Is.EqualTo(TimeSpan.FromMilliseconds(order.Item)));
    }

    [SimProperty(Runs = 5)]
    public async Task<bool> TaskOfBool(string text)
    {
        await Task.Yield();
        return text?.Length >= 0 || text is null;
    }

    [SimProperty(Runs = 5)]
    public async Task<Property> TaskOfProperty(int number)
    {
        await Task.Yield();
        return (number > 0).ToProperty().When(number > 0);
    }

    [SimProperty(Runs = 5)]
    public async ValueTask PlainValueTask(byte number) => await Task.Delay(number);

    [SimProperty(Runs = 5)]
    public async ValueTask<bool> ValueTaskOfBool(byte number)
    {
        await Task.Delay(number);
        return Sim.Now.TotalMilliseconds == number;
    }

    [SimProperty(Runs = 5)]
    public async Coroutine PlainCoroutine(byte number)
    {
        await Sim.Sleep(number);
        Assert.That(Sim.Now.TotalMilliseconds, Is.EqualTo(number));
    }

    [SimProperty(Runs = 5)]
    public async Coroutine<bool> CoroutineOfBool(byte number)
    {
        await Sim.Sleep(number);
        return Sim.Now.TotalMilliseconds == number;
    }

    [SimProperty(Runs = 5)]
    public async Coroutine<Property> CoroutineOfProperty(byte number)
    {
        await Sim.Sleep(number);
        return (Sim.Now.TotalMilliseconds == number).ToProperty().Collect(number % 2);
    }

    [SimProperty(Runs = 5)]
    public async Task Injected(int number, TimeProvider time, string text, ILoggerFactory loggers, CancellationToken token)
    {
        loggers.CreateLogger("test").LogInformation("{Number} {Text}", number, text);
        DateTimeOffset start = time.GetUtcNow();
        await Task.Delay(TimeSpan.FromSeconds(1), time, token);
        Assert.That(time.GetUtcNow() - start, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(token.CanBeCanceled);
    }

    [SimProperty(Runs = 5)]
    public async Task OnlyInjected(TimeProvider time) => await Task.Delay(TimeSpan.FromSeconds(1), time);

    [SimProperty(Runs = 5)]
    public async Task<bool> NoArguments()
    {
        await Task.Yield();
        return true;
    }

    [SimProperty(MaxTest = 30, Runs = 3, Verbose = true)]
    public void Verbosely(Order order) => Assert.That(order.Count, Is.InRange(1, 9));

    [SimProperty(Runs = 3, QuietOnSuccess = true)]
    public void Quietly(Order order) => Assert.That(order.Count, Is.InRange(1, 9));

    [SimProperty(Runs = 4)]
    public void MayChangeItsInput(int[] numbers)
    {
        Assert.That(Array.TrueForAll(numbers, static number => number != int.MaxValue));
        Array.Fill(numbers, int.MaxValue);
    }

    [SimProperty(Runs = 4)]
    public void Assumed(int number)
    {
        Assume.That(number, Is.Positive);
        Assert.That(number, Is.GreaterThan(0));
    }

    [SimProperty(Runs = 4)]
    public void Discarded(int number)
    {
        if (number < 0)
        {
            global::FsCheck.FSharp.Prop.Discard<bool>();
        }

        Assert.That(number, Is.Not.Negative);
    }

    [SimProperty(Runs = 30, InjectCancellation = true)]
    public async Task Cancelled(byte count, CancellationToken token)
    {
        for (int i = 0; i < count % 4; i++)
        {
            await Task.Delay(10, token);
        }
    }

    [SimProperty]
    [Category("named")]
    public async Task Ignored(int number)
    {
        await Task.Delay(Math.Abs(number % 10));
        Assert.Ignore("not now");
    }
}
