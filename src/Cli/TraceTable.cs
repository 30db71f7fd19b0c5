using System.Globalization;
using System.Text;
using SimAsync.Graphs;

namespace SimAsync.Cli;

/// <summary>A trace for people: a line an event, the time and the task in columns, and the outcome below.</summary>
internal static class TraceTable
{
    public static string Of(GraphResult result)
    {
        var text = new StringBuilder();
        int times = result.Trace.Select(static e => e.Milliseconds.ToString(CultureInfo.InvariantCulture).Length).Prepend(1).Max();
        int tasks = result.Trace.Select(static e => e.Task.Length).Prepend(0).Max();
        foreach (GraphEvent e in result.Trace)
        {
            text.Append(e.Milliseconds.ToString(CultureInfo.InvariantCulture).PadLeft(times)).Append(" ms  ");
            text.Append(e.Task.PadRight(tasks)).Append("  ").Append(e.Text).Append('\n');
        }

        text.Append(Outcome(result));
        if (result.Stuck.Count > 0)
        {
            text.Append($"\nEven cancellation did not end: {string.Join(", ", result.Stuck)}.");
        }

        return text.ToString();
    }

    private static string Outcome(GraphResult result) => result switch
    {
        { IsLimited: true } => $"Given up: {result.Report.Exception!.Message}",
        { Deadlock: not null } => result.Report.Exception!.Message,
        { Error: { } error } => $"Failed: {error}",
        _ => $"Result: {result.Result}",
    };
}
