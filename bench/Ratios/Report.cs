using System.Globalization;

namespace SimAsync.Bench.Ratios;

/// <summary>Writes each figure as it is known, one line each: <c>name value unit</c>. Lines that begin with <c>#</c> are for people.</summary>
internal sealed class Report(TextWriter output)
{
    private readonly List<(string Name, double Value, string Unit, Limit Limit)> limited = [];

    public void Add(string name, double value, string unit, Limit? limit = null)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {Text(value)} {unit}"));
        output.Flush();
        if (limit is { } held)
        {
            limited.Add((name, value, unit, held));
        }
    }

    public void Say(string text) => output.WriteLine($"# {text}");

    /// <summary>Each figure that has a limit, and whether it holds.</summary>
    public void Summarize()
    {
        Say("limits:");
        foreach (var (name, value, unit, limit) in limited)
        {
            Say(string.Create(CultureInfo.InvariantCulture, $"{(limit.Holds(value) ? "ok  " : "OVER")} {name}: {Text(value)} {unit}, {limit}"));
        }

        Say($"{limited.Count(static one => one.Limit.Holds(one.Value))} ok, {limited.Count(static one => !one.Limit.Holds(one.Value))} over");
    }

    // Three digits that count are all that a noisy machine can give; whole numbers are given whole.
    private static string Text(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("F0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        >= 0.1 or 0 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.#########", CultureInfo.InvariantCulture),
    };
}
