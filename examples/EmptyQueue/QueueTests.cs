using SimAsync.FsCheck.Models;

namespace SimAsync.Examples.EmptyQueue;

/// <summary>A lock-free queue that loses nothing and keeps the order, and is wrong nevertheless: its histories are not linearizable.</summary>
public sealed class QueueTests
{
    // Printed by a failure, and kept as a regression test.
    private const string Kept = "lin1.a706dd2f4d197e6f.1.2-3-3-4-4-3-0.cc9f59ef.sim1.AAYJAwIAAAAAAEdHQEdNWM0Hzgc";

    private static readonly QueueModel Buggy = new(static store => new AsyncQueue(store));

    private static readonly QueueModel Repaired = new(static store => new RepairedQueue(store));

    /// <summary>For <see cref="Program"/>.</summary>
    public static Example Example { get; } = new(
        "EmptyQueue",
        "A cell that is reserved and not yet filled is taken for the end of the queue, although items that were put in before stand behind it.",
        () => Buggy.Explore(),
        code => Buggy.Replay(code),
        () => Repaired.Explore());

    [Test]
    public void Queue_Tried_SaysThatItIsEmptyWhenItIsNot()
    {
        ConcurrentModelFailure failure = Buggy.Explore().Failure!;

        Assert.That(failure.Exception, Is.TypeOf<NotLinearizableException>());
        Assert.That(failure.Commands, Is.EqualTo(3));
        Assert.That(failure.ToString(), Does.Contain("'TryDequeue' of client 2 answered empty."));
    }

    [Test]
    public void Queue_PlayedAgain_IsNotLinearizable() => Assert.That(() => Buggy.Replay(Kept), Throws.TypeOf<NotLinearizableException>());

    [Test]
    public void Queue_Repaired_IsLinearizableInAllRuns()
    {
        ConcurrentModelReport report = Repaired.Explore();

        report.ThrowIfFailed();
        Assert.That((report.Programs, report.Runs), Is.EqualTo((100, 10_000)));
    }
}
