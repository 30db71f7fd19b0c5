using SimAsync.Sync;

namespace SimAsync;

/// <summary>A <see cref="SimQueue{T}"/> that gives the item that was put in last: asyncio's <c>LifoQueue</c>.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <inheritdoc cref="SimQueue{T}(int, string?)"/>
public sealed class SimLifoQueue<T>(int maxSize = 0, string? name = null) : SimQueue<T>(maxSize, name, new LifoOrder<T>());
