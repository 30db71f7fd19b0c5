namespace SimAsync.Examples.EmptyQueue;

/// <summary>
/// The bug. Enqueue reserves a cell, and then fills it; dequeue looks at the first cell, and claims it by compare-and-swap. No item is lost, none is given out twice, and the order is kept. But a cell that is
/// reserved and not yet filled looks like the end of the queue, although items that were put in for good may stand behind it.
/// </summary>
public sealed class AsyncQueue(ItemStore store) : IAsyncQueue
{
    private int head;
    private int tail;

    /// <inheritdoc/>
    public async Task Enqueue(int item)
    {
        int cell = Interlocked.Increment(ref tail) - 1;
        await store.Write(cell, item);
    }

    /// <inheritdoc/>
    public async Task<int?> TryDequeue()
    {
        while (true)
        {
            int first = Volatile.Read(ref head);
            if (await store.Read(first) is not { } item)
            {
                return null;
            }

            if (Interlocked.CompareExchange(ref head, first + 1, first) == first)
            {
                return item;
            }
        }
    }
}
