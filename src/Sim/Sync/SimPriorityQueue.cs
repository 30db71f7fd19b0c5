using SimAsync.Sync;

namespace SimAsync;

/// <summary>A <see cref="SimQueue{T}"/> that gives the least item: asyncio's <c>PriorityQueue</c>.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="maxSize">How many items it holds; 0 or less for no bound.</param>
/// <param name="name">What messages call it.</param>
/// <param name="comparer">How items compare; null for their own way.</param>
public sealed class SimPriorityQueue<T>(int maxSize = 0, string? name = null, IComparer<T>? comparer = null)
    : SimQueue<T>(maxSize, name, new HeapOrder<T>(comparer ?? Comparer<T>.Default));
