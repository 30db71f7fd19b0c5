using System.Globalization;
using System.Text;

namespace SimAsync.FsCheck.Models;

/// <summary>A history as plain text: time runs down, each client has a column, and what overlaps stands side by side.</summary>
internal static class HistoryTable
{
    // Of a long history the end is shown.
    private const int MostRows = 80;

    /// <summary>What a client is called.</summary>
    public static string NameOf(int client) => client == 0 ? "main" : $"client {client.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The table.</summary>
    /// <param name="history">The operations.</param>
    /// <param name="stamp">What stands before a line: by default the time of the operation.</param>
    /// <param name="heading">What stands above that.</param>
    public static string Of<TCommand, TResult>(IReadOnlyList<Operation<TCommand, TResult>> history, Func<long, string>? stamp = null, string heading = "time")
    {
        stamp ??= static time => time.ToString(CultureInfo.InvariantCulture);
        int[] clients = [.. history.Select(static operation => operation.Client).Distinct().Order()];
        var rows = new List<string[]> { (string[])[heading, .. clients.Select(NameOf)] };
        var open = new Dictionary<int, int>();
        (long Time, bool IsEnd, Operation<TCommand, TResult> Operation)[] events =
        [
            .. history.Select(static operation => (Time: operation.Invoked, IsEnd: false, Operation: operation))
                .Concat(history.Where(static operation => operation.Ended is not null).Select(static operation => (Time: operation.Ended!.Value, IsEnd: true, Operation: operation)))
                .OrderBy(static one => one.Time).ThenBy(static one => one.IsEnd),
        ];
        for (int i = 0; i < events.Length; i++)
        {
            (long time, bool isEnd, Operation<TCommand, TResult> operation) = events[i];
            int client = operation.Client;

            // One that nothing else came between is one line.
            bool isWhole = !isEnd && i + 1 < events.Length && ReferenceEquals(events[i + 1].Operation, operation);
            string text = isEnd ? EndOf(operation) : isWhole ? $"{Text.Of(operation.Command)} {EndOf(operation)}" : Text.Of(operation.Command);
            rows.Add([stamp(time), .. clients.Select(column => column == client ? text : open.GetValueOrDefault(column) > 0 ? "|" : "")]);
            if (isWhole)
            {
                i++;
            }
            else
            {
                open[client] = open.GetValueOrDefault(client) + (isEnd ? -1 : 1);
            }
        }

        if (rows.Count > MostRows + 1)
        {
            rows.RemoveRange(1, rows.Count - MostRows - 1);
            rows.Insert(1, ["...", .. clients.Select(static _ => "")]);
        }

        AddUnended(history, clients, rows);
        return Lines(rows);
    }

    private static string EndOf<TCommand, TResult>(Operation<TCommand, TResult> operation) =>
        operation.End == OperationEnd.Returned ? $"= {Text.Of(operation.Result)}" : $"? {Text.Of(operation.End)}";

    private static void AddUnended<TCommand, TResult>(IReadOnlyList<Operation<TCommand, TResult>> history, int[] clients, List<string[]> rows)
    {
        string[] last = [.. clients.Select(client => history.LastOrDefault(operation => operation.Client == client && operation.Ended is null) is { } operation
            ? operation.End == OperationEnd.Blocked ? "! never ended" : "..." : "")];
        if (last.Any(static text => text.Length > 0))
        {
            rows.Add(["", .. last]);
        }
    }

    private static string Lines(List<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        rows.Insert(1, [.. widths.Select(static width => new string('-', width))]);
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            string line = string.Concat(row.Select((cell, column) => column == 0 ? $"  {cell.PadLeft(widths[0])}" : $"   {cell.PadRight(widths[column])}"));
            text.Append(line.TrimEnd()).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }
}
