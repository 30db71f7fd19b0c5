using FsCheck;
using SimAsync.Scheduler;

namespace SimAsync.Properties;

/// <summary>The timer queue against a sorted list.</summary>
[TestFixture]
public sealed class TimerQueueProperties
{
    [Property]
    public bool Pop_AnyInstants_GivesThemInOrderAndEqualOnesInTheOrderOfArming(byte[] instants)
    {
        var queue = Armed(instants);
        return Drain(queue).SequenceEqual(instants.Select(static (instant, i) => (Instant: (long)instant, Item: i)).OrderBy(static entry => entry.Instant));
    }

    [Property]
    public bool Purge_SomeDisarmed_LeavesTheOthersInOrder(byte[] instants, bool[] kept)
    {
        var queue = Armed(instants);
        bool Keep(int item) => kept.Length > 0 && kept[item % kept.Length];
        queue.Purge((item, _) => Keep((int)item));
        return Drain(queue).SequenceEqual(instants.Select(static (instant, i) => (Instant: (long)instant, Item: i)).Where(entry => Keep(entry.Item)).OrderBy(static entry => entry.Instant));
    }

    private static TimerQueue<object> Armed(byte[] instants)
    {
        var queue = new TimerQueue<object>();
        for (int i = 0; i < instants.Length; i++)
        {
            queue.Arm(instants[i], i);
        }

        return queue;
    }

    private static List<(long Instant, int Item)> Drain(TimerQueue<object> queue)
    {
        List<(long, int)> drained = [];
        while (queue.TryPeek(out long instant, out _, out object item))
        {
            queue.Pop();
            drained.Add((instant, (int)item));
        }

        return drained;
    }
}
