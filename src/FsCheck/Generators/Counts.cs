namespace SimAsync.FsCheck.Generators;

/// <summary>How counts from 0 on shrink.</summary>
internal static class Counts
{
    /// <summary>0, the half, and one less, each once.</summary>
    public static IEnumerable<int> Smaller(int count) => new[] { 0, count / 2, count - 1 }.Where(each => each >= 0 && each < count).Distinct();
}
