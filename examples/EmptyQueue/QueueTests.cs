using SimAsync.FsCheck.Models;

namespace SimAsync.Examples.EmptyQueue;

/// <summary>A lock-free queue, in which nothing is lost, that is wrong nevertheless: its histories are not linearizable.</summary>
public sealed class QueueTests
{
    [Test]
    public void Queue_Tried_IsNotLinearizable()
    {
        ConcurrentModelReport report = new QueueModel(static store => new AsyncQueue(store)).Explore();
        TestContext.Out.WriteLine(report);
        Assert.That(report.Failure?.Exception, Is.TypeOf<NotLinearizableException>());
        Assert.That(report.Failure.Commands, Is.EqualTo(3));
    }

    [Test]
    public void Queue_Repaired_IsLinearizable() {
        var r = new QueueModel(static store => new RepairedQueue(store)).Explore();
        TestContext.Out.WriteLine(r);
        r.ThrowIfFailed();
    }
}
