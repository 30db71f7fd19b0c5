namespace SimAsync.Examples.EmptyQueue;

/// <summary>Where a queue keeps its items: cells with numbers, in some storage that takes its time.</summary>
public sealed class ItemStore
{
    private readonly Dictionary<int, int> cells = [];

    /// <summary>Fills a cell.</summary>
    public async Task Write(int cell, int item)
    {
        await Task.Yield();
        cells[cell] = item;
    }

    /// <summary>Looks at a cell.</summary>
    /// <returns>What is in it; null if it was not written yet.</returns>
    public async Task<int?> Read(int cell)
    {
        await Task.Yield();
        return cells.TryGetValue(cell, out int item) ? item : null;
    }
}
