namespace SimAsync.Graphs;

/// <summary>An exception of a graph: one that it raised itself, or one of its language (an unbound name, say).</summary>
/// <param name="type">Python's name of it.</param>
/// <param name="message">The message that the graph gave; null for none, and for those that it did not raise itself.</param>
internal sealed class GraphFault(string type, string? message = null) : Exception(message is null ? type : $"{type}: {message}")
{
    public string Type => type;

    public string? Given => message;
}
