using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace SimAsync.Graphs;

/// <summary>From bytes to a JSON document, and from its elements to texts, with our own errors in place of a parser's.</summary>
internal static class JsonText
{
    /// <summary>The longest document, in bytes of UTF-8.</summary>
    public const int MaxBytes = 16 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // A statement is four levels of JSON at most (its object, "except", the clause, "body"), and what is around and in them a few
    // more. The statements themselves are counted where they are read; this only spares JsonDocument, whose time grows with
    // length times depth, what cannot be a graph.
    private const int MaxLevels = 4 * GraphChecker.MaxDepth + 16;

    public static JsonDocument Open(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        CheckLength(json.Length);
        byte[] utf8;
        try
        {
            utf8 = Strict.GetBytes(json);
        }
        catch (EncoderFallbackException e)
        {
            throw new GraphFormatException("", string.Create(
                CultureInfo.InvariantCulture, $"the text has half a surrogate pair, which is no character, at index {e.Index}"));
        }

        return Open(utf8);
    }

    public static JsonDocument Open(byte[] utf8)
    {
        CheckLength(utf8.Length);
        if (!Utf8.IsValid(utf8))
        {
            throw new GraphFormatException("", "the text is not UTF-8");
        }

        ReadOnlyMemory<byte> text = utf8.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? utf8.AsMemory(3) : utf8;
        if (text.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            throw new GraphFormatException("", "the text is empty");
        }

        try
        {
            CheckLevels(text.Span);
            return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxLevels });
        }
        catch (JsonException e)
        {
            throw NotJson(text.Span, (int)(e.LineNumber ?? 0), (int)(e.BytePositionInLine ?? 0));
        }
    }

    /// <summary>A property's name.</summary>
    public static string Name(JsonProperty property, GraphPath path)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            // What an escape such as \ud800 alone gives.
            throw path.Error("a field's name has half a surrogate pair, which is no character");
        }
    }

    /// <summary>The text of an element that is one.</summary>
    public static string Text(JsonElement element, GraphPath path)
    {
        Need(element, JsonValueKind.String, "a text", path);
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw path.Error("a text has half a surrogate pair, which is no character");
        }
    }

    /// <summary>True or false.</summary>
    public static bool Flag(JsonElement element, GraphPath path) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw path.Error($"true or false is needed, found {Found(element)}"),
    };

    /// <summary>Refuses an element of another kind.</summary>
    public static void Need(JsonElement element, JsonValueKind kind, string what, GraphPath path)
    {
        if (element.ValueKind != kind)
        {
            throw path.Error($"{what} is needed, found {Found(element)}");
        }
    }

    /// <summary>What stands there, as it was written, cut.</summary>
    public static string Found(JsonElement element) => Start(JsonMarshal.GetRawUtf8Value(element));

    private static string Start(ReadOnlySpan<byte> utf8)
    {
        // A character is 4 bytes at most; one that is cut in two lies beyond what is shown.
        string start = Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 200)]);
        return GraphPath.Cut(string.Concat(start.Select(c => char.IsControl(c) ? ' ' : c)));
    }

    private static void CheckLength(int length)
    {
        if (length > MaxBytes)
        {
            throw new GraphFormatException("", "the text is longer than 16 MiB");
        }
    }

    private static void CheckLevels(ReadOnlySpan<byte> text)
    {
        Utf8JsonReader reader = new(text, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.CurrentDepth >= MaxLevels)
            {
                throw new GraphFormatException(Place(text, (int)reader.TokenStartIndex), GraphChecker.TooDeep);
            }
        }
    }

    private static GraphFormatException NotJson(ReadOnlySpan<byte> text, int line, int column)
    {
        int at = 0;
        for (int i = 0; i < line; i++)
        {
            at += text[at..].IndexOf((byte)'\n') + 1;
        }

        at = Math.Min(at + column, text.Length);
        string reason = text[at..].IndexOfAnyExcept(" \t\r\n"u8) < 0
            ? "not JSON: the text ends before it is complete"
            : $"not JSON from here on: {Start(text[at..])}";
        return new GraphFormatException(Place(text, at), reason);
    }

    private static string Place(ReadOnlySpan<byte> text, int at)
    {
        ReadOnlySpan<byte> before = text[..at];
        int line = before.Count((byte)'\n') + 1;
        int column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}");
    }
}
