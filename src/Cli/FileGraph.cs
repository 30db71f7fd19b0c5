using SimAsync.Graphs;

namespace SimAsync.Cli;

/// <summary>A graph of a file.</summary>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Graph">The graph.</param>
internal sealed record FileGraph(int Line, TaskGraph Graph)
{
    /// <summary>What it is called where a person reads it.</summary>
    public string Title => Graph.Name ?? $"line {Line}";
}
