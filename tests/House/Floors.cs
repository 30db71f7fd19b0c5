namespace SimAsync.Tests.House;

/// <summary>The floors of the house and the one rule: a type refers to its own floor or to those below.</summary>
internal static class Floors
{
    /// <summary>The folders of src/Sim, each on its floor. The root holds the facade, on top; src/Scheduler is below, floor 0.</summary>
    public static readonly IReadOnlyDictionary<string, int> OfFolder = new Dictionary<string, int>
    {
        ["Kernel"] = 1,
        ["Tasks"] = 2,
        ["Sync"] = 3,
        ["Interop"] = 4,
        ["Graphs"] = 5,
        ["Traces"] = 6,
        ["Exploration"] = 7,
        [""] = 8,
    };

    /// <summary>One line for each breach of the rule, sorted: what stands nowhere or on two floors, and what refers upwards.</summary>
    /// <param name="foldersOf">The source folders of each type. A partial type may have several.</param>
    /// <param name="uses">Who refers to whom. A type that <paramref name="foldersOf"/> does not know is another assembly's.</param>
    public static IReadOnlyList<string> Violations(
        IReadOnlyDictionary<string, IReadOnlySet<string>> foldersOf,
        IEnumerable<(string From, string To)> uses)
    {
        SortedSet<string> lines = new(StringComparer.Ordinal);
        Dictionary<string, int> floorOf = [];
        foreach ((string type, IReadOnlySet<string> folders) in foldersOf)
        {
            string[] unknown = [.. folders.Where(folder => !OfFolder.ContainsKey(folder)).Order(StringComparer.Ordinal)];
            int[] floors = [.. folders.Where(OfFolder.ContainsKey).Select(folder => OfFolder[folder]).Order()];
            if (unknown.Length > 0)
            {
                lines.Add($"{type} is in the folder {string.Join(", ", unknown)}, which has no floor: give it one in {nameof(Floors)}.{nameof(OfFolder)}");
            }
            else if (floors.Length == 0)
            {
                lines.Add($"{type} has no source file under src/Sim");
            }
            else if (floors.Length > 1)
            {
                lines.Add($"{type} is spread over the floors {string.Join(", ", floors)}");
            }
            else
            {
                floorOf[type] = floors[0];
            }
        }

        foreach ((string from, string to) in uses)
        {
            if (floorOf.TryGetValue(from, out int lower) && floorOf.TryGetValue(to, out int upper) && lower < upper)
            {
                lines.Add($"{from} (floor {lower}) refers to {to} (floor {upper})");
            }
        }

        return [.. lines];
    }
}
