using System.Globalization;

namespace SimAsync.Bench.Bugs;

/// <summary>Markdown, written line by line as the figures are known.</summary>
internal sealed class Document(IReadOnlyList<TextWriter> outputs)
{
    public void Line(string text = "")
    {
        foreach (TextWriter output in outputs)
        {
            output.WriteLine(text);
            output.Flush();
        }
    }

    /// <summary>What the figures are of, and how to get them again.</summary>
    public void Begin(string title, BugsOptions options)
    {
        Line($"# {title}");
        Line();
        Line($"Measured on {options.Date:yyyy-MM-dd}: {options.Campaigns} campaigns for each figure, with the seeds 1 to {options.Campaigns}, of at most {options.Cap} runs each.");
        Line();
        Line($"    {options.Command}");
    }

    public void Head(params IReadOnlyList<string> cells)
    {
        Row(cells);
        Row([.. cells.Select(static (_, i) => i == 0 ? "---" : "---:")]);
    }

    public void Row(params IReadOnlyList<string> cells) => Line($"| {string.Join(" | ", cells)} |");

    /// <summary>A mean: three digits that count, or all of a whole number.</summary>
    public static string Text(double mean) => mean.ToString(mean < 10 ? "F2" : mean < 100 ? "F1" : "F0", CultureInfo.InvariantCulture);
}
