namespace SimAsync.Graphs;

/// <summary>A text, or a graph made in code, that is not a task graph: where, and why.</summary>
public sealed class GraphFormatException : FormatException
{
    /// <summary>A fault at a place, with its reason.</summary>
    /// <param name="path">See <see cref="Path"/>; empty for the document as a whole.</param>
    /// <param name="reason">See <see cref="Reason"/>.</param>
    public GraphFormatException(string path, string reason)
        : base(string.IsNullOrEmpty(path) ? reason : $"{path}: {reason}")
    {
        Path = path;
        Reason = reason;
    }

    /// <summary>
    /// Where: <c>coroutines.main[3].ms</c>, from 0; <c>line 1, column 6</c>, from 1, when the text is not JSON; empty when
    /// the fault is the whole document's.
    /// </summary>
    public string Path { get; }

    /// <summary>Why, as a plain sentence: <c>a number is needed, found "x"</c>. What was found is cut at 40 characters.</summary>
    public string Reason { get; }
}
