using global::FsCheck;
using global::FsCheck.Fluent;
using SimAsync.FsCheck.Generators;
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
    // FsCheck's size goes to 100 unless it is told otherwise.
    private const int FullSize = 100;

    /// <summary>The graph of a seed.</summary>
    /// <param name="seed">Any.</param>
    /// <param name="options">How large and how odd it is, and what it is about; null for the defaults.</param>
    public static TaskGraph Generate(ulong seed, GraphGeneratorOptions? options = null) =>
        new GraphBuilder(seed, options ?? new GraphGeneratorOptions()).Build($"generated-{seed}");

    /// <summary>
    /// Task graphs for FsCheck: their number of coroutines, their length and their work grow with its size, up to what the options say at size 100. They are shrunk by
    /// <see cref="GraphShrinker"/>.
    /// </summary>
    /// <param name="options">How large and how odd they are at most, and what they are about; null for the defaults.</param>
    public static Arbitrary<TaskGraph> Arbitrary(GraphGeneratorOptions? options = null)
    {
        options ??= new GraphGeneratorOptions();
        Gen<TaskGraph> graphs = Gen.Sized(size => RunSeed.Generator().Select(seed => Generate(seed, Scaled(options, size))));
        return Arb.From(graphs, GraphShrinker.Shrink);
    }

    private static GraphGeneratorOptions Scaled(GraphGeneratorOptions options, int size) => options with
    {
        Workers = Scaled(options.Workers, size),
        BodyLength = Scaled(options.BodyLength, size),
        Depth = Scaled(options.Depth, size),
        Work = Scaled(options.Work, size),
    };

    private static int Scaled(int most, int size) => (int)Math.Max(1, Math.Min(most, ((long)most * size / FullSize) + 1));
}
