namespace SimAsync.Sync;

/// <summary>In which order a queue gives its items.</summary>
internal interface IQueueOrder<T>
{
    int Count { get; }

    void Put(T item);

    T Get();
}

internal sealed class FifoOrder<T> : IQueueOrder<T>
{
    private readonly Queue<T> items = new();

    public int Count => items.Count;

    public void Put(T item) => items.Enqueue(item);

    public T Get() => items.Dequeue();
}

internal sealed class LifoOrder<T> : IQueueOrder<T>
{
    private readonly Stack<T> items = new();

    public int Count => items.Count;

    public void Put(T item) => items.Push(item);

    public T Get() => items.Pop();
}

/// <summary>
/// The least first, by the binary heap of CPython's <c>heapq</c> in C, which swaps items as it goes: the same order among equals, and the same items
/// left if a comparison throws. (<see cref="PriorityQueue{TElement, TPriority}"/> promises neither.)
/// </summary>
internal sealed class HeapOrder<T>(IComparer<T> comparer) : IQueueOrder<T>
{
    private readonly List<T> heap = [];

    public int Count => heap.Count;

    public void Put(T item)
    {
        heap.Add(item);
        SiftDown(0, heap.Count - 1);
    }

    public T Get()
    {
        T last = heap[^1];
        heap.RemoveAt(heap.Count - 1);
        if (heap.Count == 0)
        {
            return last;
        }

        T least = heap[0];
        heap[0] = last;
        SiftUp(0);
        return least;
    }

    // heapq's names: "down" is towards the root.
    private void SiftDown(int start, int position)
    {
        while (position > start)
        {
            int parent = (position - 1) >> 1;
            if (comparer.Compare(heap[position], heap[parent]) >= 0)
            {
                break;
            }

            Swap(position, parent);
            position = parent;
        }
    }

    private void SiftUp(int start)
    {
        int position = start;
        for (int child = (2 * position) + 1; child < heap.Count; child = (2 * position) + 1)
        {
            if (child + 1 < heap.Count && comparer.Compare(heap[child], heap[child + 1]) >= 0)
            {
                child++;
            }

            Swap(position, child);
            position = child;
        }

        SiftDown(start, position);
    }

    private void Swap(int one, int other) => (heap[one], heap[other]) = (heap[other], heap[one]);
}
