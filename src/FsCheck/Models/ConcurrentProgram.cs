namespace SimAsync.FsCheck.Models;

/// <summary>What one test does: some commands one after another, then several clients at once, then some commands one after another again.</summary>
/// <param name="Before">What is done first.</param>
/// <param name="Clients">What each client does, one command after another.</param>
/// <param name="After">What is done when all clients have ended: mostly to look at what they left.</param>
public sealed record ConcurrentProgram<TCommand>(
    IReadOnlyList<PlannedCommand<TCommand>> Before, IReadOnlyList<IReadOnlyList<PlannedCommand<TCommand>>> Clients, IReadOnlyList<PlannedCommand<TCommand>> After)
{
    /// <summary>How many commands it has.</summary>
    public int Count => Before.Count + Clients.Sum(static client => client.Count) + After.Count;

    /// <summary>One line for what comes before, for each client, and for what comes after.</summary>
    public override string ToString()
    {
        IEnumerable<(string Name, IReadOnlyList<PlannedCommand<TCommand>> Commands)> parts =
            [("first", Before), .. Clients.Select(static (client, i) => (HistoryTable.NameOf(i + 1), client)), ("last", After)];
        return string.Join('\n', parts.Where(static part => part.Commands.Count > 0).Select(static part => $"{part.Name}: {string.Join("; ", part.Commands)}"));
    }
}
