using System.Collections.Concurrent;

namespace SimAsync.Examples.EmptyQueue;

/// <summary>The repair: a cell that is reserved and not yet filled is waited for. Only where no cell is reserved does the queue end.</summary>
public sealed class RepairedQueue(ItemStore store) : IAsyncQueue
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> filled = new();
    private int head;
    private int tail;

    /// <inheritdoc/>
    public async Task Enqueue(int item)
    {
        int cell = Interlocked.Increment(ref tail) - 1;
        await store.Write(cell, item);
        Filled(cell).SetResult();
    }

    /// <inheritdoc/>
    public async Task<int?> TryDequeue()
    {
        while (true)
        {
            int first = Volatile.Read(ref head);
            if (first == Volatile.Read(ref tail))
            {
                return null;
            }

            await Filled(first).Task;
            int? item = await store.Read(first);
            if (Interlocked.CompareExchange(ref head, first + 1, first) == first)
            {
                return item;
            }
        }
    }

    private TaskCompletionSource Filled(int cell) => filled.GetOrAdd(cell, static _ => new TaskCompletionSource());
}
