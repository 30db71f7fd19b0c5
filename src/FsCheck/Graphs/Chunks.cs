namespace SimAsync.FsCheck.Graphs;

/// <summary>What to try to leave out of a list: all of it, its halves, its quarters, and so on, down to one item.</summary>
/// <remarks>The order of delta debugging: Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE TSE 28(2), 2002, without its complements, which are left out one after the other.</remarks>
internal static class Chunks
{
    public static IEnumerable<Range> Of(int count, int least = 1)
    {
        for (int size = count; size >= least && size > 0; size /= 2)
        {
            for (int start = 0; start < count; start += size)
            {
                yield return start..Math.Min(start + size, count);
            }
        }
    }

    public static T[] Without<T>(IReadOnlyList<T> items, Range chunk) =>
        [.. items.Take(chunk.Start.Value), .. items.Skip(chunk.End.Value)];
}
