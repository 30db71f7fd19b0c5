namespace SimAsync;

/// <summary>A line of source.</summary>
/// <param name="File">The file's path, as the compiler wrote it into the debug information.</param>
/// <param name="Line">From 1.</param>
public sealed record SourceLine(string File, int Line)
{
    /// <summary>The file's name without its folders, a colon and the line.</summary>
    public override string ToString() => $"{File.AsSpan(File.AsSpan().LastIndexOfAny('/', '\\') + 1)}:{Line}";
}
