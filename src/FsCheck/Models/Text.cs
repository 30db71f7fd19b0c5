using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using SimAsync.FsCheck.Properties;

namespace SimAsync.FsCheck.Models;

/// <summary>Values as text for people: the same on every machine, and never long.</summary>
internal static class Text
{
    private const int Longest = 200;
    private const int MostItems = 20;
    private const int Deepest = 4;

    public static string Of(object? value) => Short(Of(value, 0));

    public static string Of(OperationEnd end) => end switch
    {
        OperationEnd.Returned => "returned",
        OperationEnd.Failed => "failed",
        OperationEnd.Cancelled => "cancelled",
        OperationEnd.TimedOut => "timed out",
        OperationEnd.Pending => "not ended",
        _ => "never ended",
    };

    public static string Count(long count, string noun) => $"{count.ToString("N0", CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : noun.EndsWith('h') ? "es" : "s")}";

    private static string Of(object? value, int depth) => value switch
    {
        null => "null",
        string text => text.Length == 0 ? "''" : text,
        bool truth => truth ? "true" : "false",
        ITuple { Length: 0 } => "done",
        DictionaryEntry entry => $"{Of(entry.Key, depth + 1)}: {Of(entry.Value, depth + 1)}",
        IDictionary map when depth < Deepest => $"{{{Items(map.Cast<DictionaryEntry>().Select(entry => Of(entry, depth + 1)).Order(StringComparer.Ordinal))}}}",
        IEnumerable items when depth < Deepest && !InputText.HasOwnText(value.GetType()) => $"[{Items(items.Cast<object?>().Select(item => Of(item, depth + 1)))}]",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Items(IEnumerable<string> items)
    {
        string[] some = [.. items.Take(MostItems + 1)];
        return some.Length <= MostItems ? string.Join(", ", some) : string.Join(", ", some.Take(MostItems)) + ", ...";
    }

    private static string Short(string text)
    {
        text = text.ReplaceLineEndings(" ");
        return text.Length <= Longest ? text : text[..(Longest - 3)] + "...";
    }
}
