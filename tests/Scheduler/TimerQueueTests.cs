using SimAsync.Scheduler;

namespace SimAsync.Tests.Scheduler;

public sealed class TimerQueueTests
{
    [Test]
    public void Pop_AgainstASortedList_GivesTheSameOrder([Values(1UL, 2UL, 3UL)] ulong seed)
    {
        var random = new Xoshiro256(seed);
        var queue = new TimerQueue<string>();
        var model = new List<(long Instant, long Number)>();
        for (int i = 0; i < 20_000; i++)
        {
            int what = random.Next(100);
            if (what < 55)
            {
                long instant = random.Next(50);
                model.Add((instant, queue.Arm(instant, "x")));
            }
            else if (what < 99 && model.Count > 0)
            {
                (long, long) least = model.Min();
                Assert.That(queue.TryPeek(out long instant, out long number, out _));
                Assert.That((instant, number), Is.EqualTo(least));
                queue.Pop();
                model.Remove(least);
            }
            else
            {
                queue.Purge(static (_, number) => number % 3 != 0);
                model.RemoveAll(static entry => entry.Number % 3 == 0);
            }

            Assert.That(queue.Count, Is.EqualTo(model.Count));
        }
    }

    [Test]
    public void Purge_OfAll_LeavesAnEmptyQueue()
    {
        var queue = new TimerQueue<string>();
        for (int i = 0; i < 10; i++)
        {
            queue.Arm(i, "x");
        }

        queue.Purge(static (_, _) => false);
        Assert.That(queue.TryPeek(out _, out _, out _), Is.False);
        Assert.That(queue.Arm(1, "y"), Is.EqualTo(11));
    }

    [Test]
    public void Armed_OfSomeThatAreNot_AreThoseThatAreByInstantAndNumber()
    {
        var queue = new TimerQueue<string>();
        long late = queue.Arm(30, "late");
        long denied = queue.Arm(10, "denied");
        queue.Arm(20, "first");
        queue.Arm(20, "second");

        Assert.That(queue.Armed((_, number) => number != denied), Is.EqualTo(["first", "second", "late"]));
        Assert.That(late, Is.LessThan(denied));
    }
}
