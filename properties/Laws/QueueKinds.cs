namespace SimAsync.Properties.Laws;

/// <summary>Queues of each kind, and what is expected of them.</summary>
internal static class QueueKinds
{
    public static SimQueue<int> Make(this QueueKind kind, int maxSize) => kind switch
    {
        QueueKind.Fifo => new SimQueue<int>(maxSize),
        QueueKind.Lifo => new SimLifoQueue<int>(maxSize),
        _ => new SimPriorityQueue<int>(maxSize, comparer: Comparer<int>.Create(static (one, other) => Urgency(one).CompareTo(Urgency(other)))),
    };

    /// <summary>Whether an item may be the next, of those that are in, in the order in which they were put in.</summary>
    public static bool MayBeNext(this QueueKind kind, IReadOnlyList<int> items, int item) => items.Contains(item) && kind switch
    {
        QueueKind.Fifo => item == items[0],
        QueueKind.Lifo => item == items[^1],
        _ => Urgency(item) == items.Min(Urgency),
    };

    /// <summary>What a priority queue goes by: small numbers, some equal, in no order.</summary>
    public static int Urgency(int item) => item * 7 % 11;
}
