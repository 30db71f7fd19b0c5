using System.Globalization;
using SimAsync.FsCheck.Graphs;
using SimAsync.Graphs;

namespace SimAsync.Properties.Oracle;

/// <summary>The graphs with which the oracle is asked: so many, from a seed on.</summary>
/// <param name="Seed">The seed of the first graph; the next has the next.</param>
/// <param name="Count">How many.</param>
internal sealed record FreshGraphs(ulong Seed, int Count)
{
    /// <summary>The seed of the first graph, or "fresh" for another each time; 1 by default.</summary>
    public const string SeedVariable = "SIMASYNC_ORACLE_SEED";

    /// <summary>How many graphs; 300 by default.</summary>
    public const string CountVariable = "SIMASYNC_ORACLE_GRAPHS";

    // What a graph is about goes by its seed alone, so that one seed is enough to make it again.
    private static readonly GraphGeneratorOptions[] Kinds =
    [
        new(),
        new() { Rarities = 0.1 },
        new() { Cancellation = 4, Rarities = 0.02 },
        new() { Timeouts = 4, Guarded = 0.6 },
        new() { Groups = 5, Cancellation = 2 },
        new() { Combinators = 4 },
        new() { Synchronisation = 4, Rarities = 0.05 },
        new() { Workers = 12, BodyLength = 12, Depth = 5, Work = 300 },
        new() { Workers = 2, BodyLength = 4, Oddness = 0, Guarded = 0.3, Cancellation = 3, Groups = 3, Timeouts = 3 },
        new() { Workers = 3, Oddness = 0.15 },
    ];

    /// <summary>What the environment asks for.</summary>
    /// <exception cref="FormatException">A variable is neither a number nor what else it may be.</exception>
    public static FreshGraphs FromEnvironment() => Parse(
        Environment.GetEnvironmentVariable(SeedVariable), Environment.GetEnvironmentVariable(CountVariable));

    /// <summary>What two texts ask for, either of which may be missing.</summary>
    public static FreshGraphs Parse(string? seed, string? count) => new(
        string.IsNullOrEmpty(seed) ? 1
        : seed == "fresh" ? (ulong)Random.Shared.NextInt64()
        : ulong.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number
        : throw new FormatException($"{SeedVariable} is a whole number from 0 to 2^64 - 1, or fresh; not '{seed}'."),
        string.IsNullOrEmpty(count) ? 300
        : int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int graphs) && graphs > 0 ? graphs
        : throw new FormatException($"{CountVariable} is a whole number from 1 on; not '{count}'."));

    /// <summary>The graph of a seed.</summary>
    public static TaskGraph Of(ulong seed) => GraphGenerator.Generate(seed, Kinds[seed % (ulong)Kinds.Length]);

    /// <summary>The graphs.</summary>
    public IEnumerable<TaskGraph> Graphs()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return Of(unchecked(Seed + (ulong)i));
        }
    }

    /// <summary>How to run one of them again.</summary>
    public static string Again(ulong seed) =>
        string.Create(CultureInfo.InvariantCulture, $"{SeedVariable}={seed} {CountVariable}=1 dotnet test properties -c Release --filter LiveOracle");
}
