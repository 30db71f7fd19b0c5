using SimAsync.NUnit;

namespace SimAsync.Examples.Docs;

// docs: fake-uploader
/// <summary>Sends a report. If the server does not take it, again after a second, and after two more.</summary>
public sealed class Uploader(Server server, TimeProvider time)
{
    public async Task Upload(string report)
    {
        for (int seconds = 1; !await server.Take(report); seconds++)
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), time);
        }
    }
}

/// <summary>Takes nothing for the first few times.</summary>
public sealed class Server(int failures)
{
    public int Attempts { get; private set; }

    public async Task<bool> Take(string report)
    {
        await Task.Yield(); // The network.
        return ++Attempts > failures;
    }
}
// docs end

/// <summary>The test in docs/coming-from-faketimeprovider.md as it was.</summary>
[Explicit("The test hangs now and then: it shows how.")]
public sealed class HandMovedClockTests
{
    // docs: fake-before
    [Test]
    public async Task Upload_ServerDownTwice_ArrivesAtTheThirdAttempt()
    {
        var time = new FakeTimeProvider();
        var server = new Server(failures: 2);
        Task upload = new Uploader(server, time).Upload("report");

        await Task.Yield(); // Lets the first attempt fail.
        time.Advance(TimeSpan.FromSeconds(1));
        await Task.Yield(); // Lets the second one fail.
        time.Advance(TimeSpan.FromSeconds(2));
        await upload;

        Assert.That(server.Attempts, Is.EqualTo(3));
    }
    // docs end
}

/// <summary>The tests in docs/coming-from-faketimeprovider.md as they are here.</summary>
public sealed class VirtualTimeTests
{
    // docs: fake-after
    [SimTest]
    public async Task Upload_ServerDownTwice_ArrivesAtTheThirdAttempt(TimeProvider time)
    {
        var server = new Server(failures: 2);

        await new Uploader(server, time).Upload("report");

        Assert.That(server.Attempts, Is.EqualTo(3));
        Assert.That(Sim.Now, Is.EqualTo(TimeSpan.FromSeconds(3)));
    }
    // docs end

    // docs: fake-middle
    [SimTest]
    public async Task Upload_ServerDownTwice_HasTriedTwiceInBetween(TimeProvider time)
    {
        var server = new Server(failures: 2);
        Task upload = new Uploader(server, time).Upload("report");

        await Task.Delay(TimeSpan.FromSeconds(1.5), time);
        Assert.That(server.Attempts, Is.EqualTo(2));

        await upload;
    }
    // docs end

    // docs: fake-date
    [SimTest]
    public async Task Year_AMinuteAfterNewYearsEve_IsTheNext(TimeProvider time)
    {
        var clock = new TimeFrom(new DateTimeOffset(2027, 12, 31, 23, 59, 30, TimeSpan.Zero), time);

        await Task.Delay(TimeSpan.FromMinutes(1), clock);

        Assert.That(clock.GetUtcNow(), Is.EqualTo(new DateTimeOffset(2028, 1, 1, 0, 0, 30, TimeSpan.Zero)));
    }

    /// <summary>A provider's time, but from another date on.</summary>
    private sealed class TimeFrom(DateTimeOffset start, TimeProvider time) : TimeProvider
    {
        private readonly DateTimeOffset began = time.GetUtcNow();

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => start + (time.GetUtcNow() - began);

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            time.CreateTimer(callback, state, dueTime, period);
    }
    // docs end

    // docs: fake-system
    [Test]
    public void SystemProvider_InARun_HasVirtualTimersAndARealClock() => Simulation.Run(async () =>
    {
        DateTimeOffset begun = TimeProvider.System.GetUtcNow();

        await Task.Delay(TimeSpan.FromDays(1), TimeProvider.System);

        Assert.That(Sim.Now, Is.EqualTo(TimeSpan.FromDays(1)));
        Assert.That(TimeProvider.System.GetUtcNow() - begun, Is.LessThan(TimeSpan.FromDays(1)));
    });
    // docs end

    /// <summary>What the simulation says of the test as it was.</summary>
    internal static string Hangs() => Simulation.Explore(new HandMovedClockTests().Upload_ServerDownTwice_ArrivesAtTheThirdAttempt).Failure!.ToString();

    [Test]
    public void HandMovedClock_InOrder_Passes() => Simulation.Run(new HandMovedClockTests().Upload_ServerDownTwice_ArrivesAtTheThirdAttempt);

    [Test]
    public void HandMovedClock_Explored_Hangs() =>
        Assert.That(Simulation.Explore(new HandMovedClockTests().Upload_ServerDownTwice_ArrivesAtTheThirdAttempt).Failure!.Exception, Is.TypeOf<DeadlockException>());

    [Test]
    public void DueAtTheSameInstant_TestAndCode_GoInEitherOrder()
    {
        var seen = new HashSet<bool>();
        Simulation.Explore(async () =>
        {
            bool done = false;
            Task work = Work();
            await Task.Delay(1000);
            seen.Add(done);
            await work;

            async Task Work()
            {
                await Task.Delay(1000);
                done = true;
            }
        });

        Assert.That(seen, Is.EquivalentTo([true, false]));
    }

    [Test]
    public void Advance_OverTwoTimers_BothSeeTheNewTime_HereEachItsOwn()
    {
        var fake = new FakeTimeProvider();
        var seen = new List<DateTimeOffset>();
        using ITimer first = fake.CreateTimer(_ => seen.Add(fake.GetUtcNow()), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        using ITimer second = fake.CreateTimer(_ => seen.Add(fake.GetUtcNow()), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        fake.Advance(TimeSpan.FromSeconds(5));
        Assert.That(seen.Select(time => time.Second), Is.EqualTo([5, 5]));

        List<DateTimeOffset> here = Simulation.Run(async () =>
        {
            var times = new List<DateTimeOffset>();
            TimeProvider time = Sim.TimeProvider;
            using ITimer one = time.CreateTimer(_ => times.Add(time.GetUtcNow()), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            using ITimer other = time.CreateTimer(_ => times.Add(time.GetUtcNow()), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
            await Task.Delay(TimeSpan.FromSeconds(5));
            return times;
        });
        Assert.That(here.Select(time => time.Second), Is.EqualTo([1, 2]));
    }

    [Test]
    public void StepCost_MakesTheClockMoveWhileCodeRuns()
    {
        var options = new ExploreOptions { StepCost = new StepCost(0.5, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1)) };
        var elapsed = new HashSet<bool>();
        Simulation.Explore(
            async () =>
            {
                DateTimeOffset begun = Sim.TimeProvider.GetUtcNow();
                await Task.Yield();
                elapsed.Add(Sim.TimeProvider.GetUtcNow() > begun);
            },
            options);

        Assert.That(elapsed, Is.EquivalentTo([true, false]));
    }
}
