using SimAsync.Graphs;

namespace SimAsync.FsCheck.Graphs;

/// <summary>
/// Makes task graphs simpler: whole coroutines and many statements go first, then single ones; then blocks are replaced by what is in
/// them, calls by the coroutine's body, and fields by simpler ones.
/// </summary>
/// <remarks>
/// <para>
/// A simpler graph can be written and read like any other, and refers to nothing that it does not bind, unless the graph did so before: with a statement goes
/// what refers to the handle that it binds. Every one is simpler than the graph by the same measure (statements, coroutines, fields, distance of
/// its numbers from 0), so that shrinking always ends; and the same graph always has the same ones.
/// </para>
/// <para>
/// The order of the first phases is that of delta debugging (Zeller and Hildebrandt, IEEE TSE 28(2), 2002), over the statements in the order in which they are written, each with all that is in
/// it, as in hierarchical delta debugging (Misherghi and Su, ICSE 2006), but for all levels at once.
/// </para>
/// </remarks>
public static class GraphShrinker
{
    /// <summary>How large a graph is: the number of its statements, with those in blocks.</summary>
    /// <param name="graph">The graph.</param>
    public static int Size(TaskGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.AllStatements.Count;
    }

    /// <summary>The graphs that are one step simpler, the most simple first: what FsCheck asks of a shrinker.</summary>
    /// <param name="graph">The graph.</param>
    public static IEnumerable<TaskGraph> Shrink(TaskGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        GraphNames names = new(graph);
        GraphMeasure measure = new(graph);
        return SimplerGraphs.Of(graph).Select(names.Mend).Where(candidate => new GraphMeasure(candidate).CompareTo(measure) < 0);
    }

    /// <summary>A graph that still fails, although none of those that are one step simpler does.</summary>
    /// <param name="graph">A graph that fails.</param>
    /// <param name="fails">Whether a graph fails. Asked at most once about each.</param>
    /// <remarks>Does what FsCheck does with <see cref="Shrink"/>, for a graph that comes from elsewhere: a file, a service, another tool.</remarks>
    /// <exception cref="ArgumentException">The graph does not fail.</exception>
    public static TaskGraph Minimize(TaskGraph graph, Func<TaskGraph, bool> fails)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(fails);
        if (!fails(graph))
        {
            throw new ArgumentException("The graph does not fail: there is nothing to look for in simpler ones.", nameof(graph));
        }

        HashSet<string> asked = new(StringComparer.Ordinal) { graph.ToJson() };
        while (Shrink(graph).FirstOrDefault(candidate => asked.Add(candidate.ToJson()) && fails(candidate)) is { } simpler)
        {
            graph = simpler;
        }

        return graph;
    }
}
