namespace SimAsync.Examples.EmptyQueue;

/// <summary>What callers ask of a queue: to take an item, or to put one in.</summary>
/// <param name="Item">The item to put in; null to take one.</param>
public sealed record QueueCommand(int? Item)
{
    /// <inheritdoc/>
    public override string ToString() => Item is { } item ? $"Enqueue {item}" : "TryDequeue";
}
