using SimAsync.Graphs;

namespace SimAsync.FsCheck.Graphs;

/// <summary>
/// Makes random task graphs with every statement of the format in them. The same seed and options give the same graph, on any
/// machine.
/// </summary>
/// <remarks>
/// The shape: main binds a few primitives and tasks that all coroutines know, then runs statements; the workers do so too, and
/// call only later workers, so that a run ends. Instants are few, so that there are many ties.
/// </remarks>
public static class GraphGenerator
{
    /// <summary>The graph of a seed.</summary>
    public static TaskGraph Generate(ulong seed, GraphGeneratorOptions? options = null) =>
        new GraphBuilder(seed, options ?? new GraphGeneratorOptions()).Build($"generated-{seed}");
}
