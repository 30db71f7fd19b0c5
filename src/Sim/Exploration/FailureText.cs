using SimAsync.Traces;

namespace SimAsync.Exploration;

/// <summary>A failure's message: what failed, how it was found, the steps that matter, why that order matters, who waited, and how to see it again. At most 40 lines; the rest is in the trace.</summary>
internal static class FailureText
{
    private const int MostLines = 40;
    private const int MostHeadLines = 20;
    private const int MostFindingLines = 14;
    private const int MostWaits = 6;

    /// <param name="head">What failed.</param>
    /// <param name="finding">How it was found.</param>
    /// <param name="document">The trace; null if there is none.</param>
    /// <param name="tail">How to see it again: lines.</param>
    public static string Of(string head, string finding, TraceDocument? document, IReadOnlyList<string> tail)
    {
        var lines = new List<string>(Bounded(head.ReplaceLineEndings("\n").TrimEnd().Split('\n'), MostHeadLines));
        lines.Add("");
        lines.AddRange(Bounded(finding.TrimEnd().Split('\n'), MostFindingLines));
        if (document is not null)
        {
            string[] why = document.Failure?.Why is { } told ? Wrapped($"  {VisibleText.Of(told)}") : [];
            string[] waits = Waits(document.Runs[0]);
            int left = MostLines - lines.Count - tail.Count - why.Length - waits.Length;
            lines.AddRange(FailureTable.Of(document, left));
            lines.AddRange(why);
            lines.AddRange(waits);
        }

        return string.Join('\n', lines.Concat(tail));
    }

    /// <summary>What failed, in short: of the simulation's own errors without who waits, which is told with the steps.</summary>
    public static string Head(Exception exception) => exception is SimulationException { Head: var head } ? head : exception.Message;

    private static string[] Waits(TraceRun run)
    {
        IReadOnlyList<TraceWait> all = run.Waits;
        return all.Count == 0 ? [] :
        [
            "  At the end:",
            .. all.Take(MostWaits).Select(static wait => FailureTable.Line($"    {wait.Text ?? $"{wait.Who} waits for {wait.For}"}")),
            .. all.Count > MostWaits ? [$"    and {all.Count - MostWaits} more"] : Array.Empty<string>(),
        ];
    }

    private static IEnumerable<string> Bounded(string[] lines, int most) =>
        (lines.Length <= most ? lines : [.. lines.Take(most - 1), $"  … {lines.Length - most + 1} lines more"]).Select(static line => VisibleText.Cut(line, FailureTable.Widest));

    // At spaces, with what goes on indented.
    private static string[] Wrapped(string text)
    {
        var lines = new List<string>();
        while (text.Length > FailureTable.Widest && text.LastIndexOf(' ', FailureTable.Widest) is var at and > 4)
        {
            lines.Add(text[..at]);
            text = $"    {text[(at + 1)..]}";
        }

        lines.Add(text);
        return [.. lines];
    }
}
