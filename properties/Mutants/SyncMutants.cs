namespace SimAsync.Properties.Mutants;

/// <summary>Mistakes in <c>src/Sim/Sync</c>.</summary>
internal static class SyncMutants
{
    public static IReadOnlyList<LawMutant> All { get; } = [];
}
