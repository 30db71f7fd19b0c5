namespace SimAsync.Examples.EmptyQueue;

/// <summary>First in, first out, for any number of callers at once, and without locks.</summary>
public interface IAsyncQueue
{
    /// <summary>Puts an item at the end.</summary>
    Task Enqueue(int item);

    /// <summary>Takes the item that has been in the queue for longest.</summary>
    /// <returns>It; null if the queue is empty.</returns>
    Task<int?> TryDequeue();
}
