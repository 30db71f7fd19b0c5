using System.Collections.ObjectModel;

namespace SimAsync.Graphs;

/// <summary>
/// A task graph (<c>simasync.graph/1</c>): a small concurrent program as a value. Named coroutines, each a list of statements;
/// <c>main</c> is the entry. It means the same to CPython's asyncio and to SimAsync.
/// </summary>
/// <remarks>Immutable, and always well-formed. Two are equal when they are written alike.</remarks>
public sealed record TaskGraph
{
    /// <summary>What stands in a graph's <c>format</c> field.</summary>
    public const string Format = "simasync.graph/1";

    /// <summary>A graph made in code.</summary>
    /// <param name="coroutines">The coroutines in order, <c>main</c> among them.</param>
    /// <exception cref="GraphFormatException">It is no graph that could be written and read again.</exception>
    public TaskGraph(IEnumerable<KeyValuePair<string, IReadOnlyList<Statement>>> coroutines)
    {
        ArgumentNullException.ThrowIfNull(coroutines);
        OrderedDictionary<string, IReadOnlyList<Statement>> copy = new(StringComparer.Ordinal);
        foreach ((string name, IReadOnlyList<Statement> body) in coroutines)
        {
            if (!copy.TryAdd(name, Array.AsReadOnly(body.ToArray())))
            {
                throw GraphPath.Root.Field("coroutines").Field(name).Error("two coroutines have this name");
            }
        }

        Coroutines = new ReadOnlyDictionary<string, IReadOnlyList<Statement>>(copy);
        GraphChecker.Check(Coroutines);
    }

    /// <summary>The graph's name; null for none.</summary>
    public string? Name { get; init => field = GraphChecker.Text(value, "name"); }

    /// <summary>What it is about; null for nothing said.</summary>
    public string? About { get; init => field = GraphChecker.Text(value, "about"); }

    /// <summary>Whether every task but main starts eagerly; false by default.</summary>
    public bool Eager { get; init; }

    /// <summary>The coroutines by name, in the order in which they were given; <c>main</c> is among them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Statement>> Coroutines { get; }

    /// <summary>Reads a graph.</summary>
    /// <param name="json">The whole document, up to 16 MiB.</param>
    /// <exception cref="GraphFormatException">It is not a graph: where, and why.</exception>
    public static TaskGraph Parse(string json) => GraphReader.Read(json, mayBeWrapped: false);

    /// <inheritdoc cref="Parse(string)"/>
    /// <param name="utf8">The whole document in UTF-8, up to 16 MiB.</param>
    public static TaskGraph Parse(ReadOnlySpan<byte> utf8) => GraphReader.Read(utf8, mayBeWrapped: false);

    /// <summary>Reads a line of a file of graphs: a graph, or <c>{"program": graph, …}</c>, of which the rest is ignored.</summary>
    /// <param name="json">The line, up to 16 MiB.</param>
    /// <exception cref="GraphFormatException">It is neither: where, and why.</exception>
    public static TaskGraph ParseLine(string json) => GraphReader.Read(json, mayBeWrapped: true);

    /// <inheritdoc cref="ParseLine(string)"/>
    /// <param name="utf8">The line in UTF-8, up to 16 MiB.</param>
    public static TaskGraph ParseLine(ReadOnlySpan<byte> utf8) => GraphReader.Read(utf8, mayBeWrapped: true);

    /// <summary>
    /// The graph as JSON: one line of ASCII, always the same for the same graph. What it gives, <see cref="Parse(string)"/> reads
    /// as an equal graph.
    /// </summary>
    public string ToJson() => GraphWriter.Write(this);

    /// <summary>Whether both are written alike; the order of the coroutines counts.</summary>
    public bool Equals(TaskGraph? other) =>
        other is not null && Name == other.Name && About == other.About && Eager == other.Eager
        && Coroutines.Count == other.Coroutines.Count
        && Coroutines.Zip(other.Coroutines).All(pair => pair.First.Key == pair.Second.Key && pair.First.Value.SequenceEqual(pair.Second.Value));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Name);
        foreach ((string name, IReadOnlyList<Statement> body) in Coroutines)
        {
            hash.Add(name);
            hash.Add(body.Count);
        }

        return hash.ToHashCode();
    }

    /// <summary>The graph as <see cref="ToJson"/> gives it.</summary>
    public override string ToString() => ToJson();
}
