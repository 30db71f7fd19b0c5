using SimAsync.Exploration;
using SimAsync.Kernel;
using SimAsync.Scheduler;

namespace SimAsync.Tests.Exploration;

/// <summary>Attempts as a busy machine makes them: which of them is believed.</summary>
public sealed class DoubtsTests
{
    private const long Step = 2;

    // Other code's locks keep the watch from looking closely, so that only every second attempt, in which the wait is stopped at its beginning, tells of it.
    [Test]
    public void AreOver_WaitSeenInEverySecondAttempt_IsHeld()
    {
        var options = new RunOptions();
        var doubts = new Doubts(options);
        int attempts = 0;
        while (!options.HoldPoolWaits)
        {
            bool isProbed = options.ProbedSteps?.Contains(Step) == true;
            Assert.That(doubts.AreOver(isProbed ? Stalled() : Slow()), Is.False, $"attempt {attempts}");
            Assert.That(++attempts, Is.LessThan(10), "attempts");
        }
    }

    [Test]
    public void AreOver_StallSeenOnceAmongGoodAttempts_IsNotBelieved()
    {
        var options = new RunOptions();
        var doubts = new Doubts(options);
        Assert.That(doubts.AreOver(Stalled()), Is.False);
        Assert.That(doubts.AreOver(Report()), Is.True);
        Assert.That(options.HoldPoolWaits, Is.False);
    }

    // A step that computes for long is so each time, and never waits.
    [Test]
    public void AreOver_StepThatIsSlowEachTime_IsBelievedOnceProbed()
    {
        var options = new RunOptions();
        var doubts = new Doubts(options);
        int attempts = 1;
        while (!doubts.AreOver(Slow(isProbed: options.ProbedSteps is not null)))
        {
            Assert.That(++attempts, Is.LessThan(10), "attempts");
        }

        Assert.That(options.HoldPoolWaits, Is.False);
    }

    [Test]
    public void AreOver_StepHeldAtALockOfTheFrameworks_IsBelievedIfItIsSoTwice()
    {
        var options = new RunOptions();
        var doubts = new Doubts(options);
        Assert.That(doubts.AreOver(Held(steps: 8)), Is.False, "with little patience");
        Assert.That(options.Patience, Is.EqualTo(StallPatience.More));
        Assert.That(doubts.AreOver(Held(steps: 8)), Is.False, "once");
        Assert.That(doubts.AreOver(Held(steps: 9)), Is.False, "in another way");
        Assert.That(doubts.AreOver(Held(steps: 8)), Is.True, "in the same way");
        Assert.That(doubts.AreOver(Held(steps: 7)), Is.False, "in a third way");
        Assert.That(doubts.AreOver(Report()), Is.True, "not held at all");
    }

    private static RunReport Held(int steps) => new() { Recording = new Recording(), Steps = steps, WasHeldAtInnerLock = true };

    private static RunReport Report() => new() { Recording = new Recording() };

    private static RunReport Slow(bool isProbed = false) => new() { Recording = new Recording(), SlowSteps = [Step], WasProbed = isProbed };

    private static RunReport Stalled() => new() { Recording = new Recording(), StalledAt = UserCall.Here(), StalledStep = Step, WasProbed = true };
}
