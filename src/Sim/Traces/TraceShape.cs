using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SimAsync.Traces;

/// <summary>
/// Sees that a JSON text has the fields of a trace, each of its kind, before it is read into the model: what the serializer says of a text that has not is about types of .NET, where
/// whoever wrote the text needs its place, what is needed there, and what was found. Fields that the model does not know are passed over, whatever is in them.
/// </summary>
/// <param name="options">How the text is going to be read.</param>
internal sealed class TraceShape(JsonSerializerOptions options)
{
    private const int Longest = 40;

    // Where we are, from the document inwards: the name of a field, or the index of an item.
    private readonly List<(string? Name, int Index)> path = [];

    /// <exception cref="FormatException">It is no trace; the message says where, and why.</exception>
    public void Check(ReadOnlySpan<byte> text)
    {
        try
        {
            CheckVersion(text);
            Utf8JsonReader reader = Open(text);
            reader.Read();
            Value(ref reader, JsonShape.Of(typeof(TraceDocument), options), nullable: false);
            reader.Read();
        }
        catch (JsonException e)
        {
            throw NotJson(text, (int)(e.LineNumber ?? 0), (int)(e.BytePositionInLine ?? 0));
        }
    }

    // Of another version, or something else altogether, all the rest may be wrong: that is to be said first.
    private void CheckVersion(ReadOnlySpan<byte> text)
    {
        Utf8JsonReader reader = Open(text);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Wrong("an object", ref reader);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool found = reader.ValueTextEquals("format");
            reader.Read();
            if (found)
            {
                path.Add(("format", 0));
                string format = Text(ref reader);
                path.Clear();
                TraceCheck.CheckVersion(format);
                return;
            }

            reader.Skip();
        }
    }

    private void Value(ref Utf8JsonReader reader, JsonShape shape, bool nullable)
    {
        if (nullable && reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        switch (shape.Kind)
        {
            case JsonKind.Object:
                Object(ref reader, shape);
                break;
            case JsonKind.List:
                List(ref reader, shape);
                break;
            case JsonKind.Name:
                // The serializer would take it in capitals, too, and several with commas between them.
                Need(reader.TokenType == JsonTokenType.String && IsOneOf(ref reader, shape.Names), shape, ref reader);
                break;
            case JsonKind.Text:
                CheckText(ref reader);
                break;
            case JsonKind.Truth:
                Need(reader.TokenType is JsonTokenType.True or JsonTokenType.False, shape, ref reader);
                break;
            case JsonKind.Int:
                Need(reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out _), shape, ref reader);
                break;
            default:
                Need(reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out _), shape, ref reader);
                break;
        }
    }

    private void List(ref Utf8JsonReader reader, JsonShape shape)
    {
        Need(reader.TokenType == JsonTokenType.StartArray, shape, ref reader);
        for (int i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            path.Add((null, i));
            Value(ref reader, shape.Item!, nullable: false);
            path.RemoveAt(path.Count - 1);
        }
    }

    private void Object(ref Utf8JsonReader reader, JsonShape shape)
    {
        Need(reader.TokenType == JsonTokenType.StartObject, shape, ref reader);
        JsonField[] fields = shape.Fields;
        uint seen = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int index = Find(fields, ref reader);
            reader.Read();
            if (index < 0)
            {
                reader.Skip();
                continue;
            }

            path.Add((fields[index].Name, 0));
            if ((seen & (1u << index)) != 0)
            {
                throw Error("this field is there twice");
            }

            seen |= 1u << index;
            Value(ref reader, fields[index].Shape, fields[index].IsNullable);
            path.RemoveAt(path.Count - 1);
        }

        for (int i = 0; i < fields.Length; i++)
        {
            if (fields[i].IsRequired && (seen & (1u << i)) == 0)
            {
                path.Add((fields[i].Name, 0));
                throw Error("this field is missing");
            }
        }
    }

    private static int Find(JsonField[] fields, ref Utf8JsonReader reader)
    {
        for (int i = 0; i < fields.Length; i++)
        {
            if (reader.ValueTextEquals(fields[i].Utf8))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsOneOf(ref Utf8JsonReader reader, byte[][] names)
    {
        foreach (byte[] name in names)
        {
            if (reader.ValueTextEquals(name))
            {
                return true;
            }
        }

        return false;
    }

    private string Text(ref Utf8JsonReader reader)
    {
        CheckText(ref reader);
        return reader.GetString()!;
    }

    private void CheckText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw Wrong("a text", ref reader);
        }

        try
        {
            // The text as a whole is UTF-8: only an escape can be wrong.
            _ = reader.ValueIsEscaped ? reader.GetString() : "";
        }
        catch (InvalidOperationException)
        {
            throw Error("this text has half a surrogate pair, which is no character");
        }
    }

    private void Need(bool holds, JsonShape shape, ref Utf8JsonReader reader)
    {
        if (!holds)
        {
            throw Wrong(shape.Needed, ref reader);
        }
    }

    private FormatException Wrong(string needed, ref Utf8JsonReader reader) => Error($"{needed} is needed, found {Found(ref reader)}");

    private FormatException Error(string reason) =>
        new($"${string.Concat(path.Select(static part => part.Name is null ? string.Create(CultureInfo.InvariantCulture, $"[{part.Index}]") : $".{part.Name}"))}: {reason}.");

    private static Utf8JsonReader Open(ReadOnlySpan<byte> text) => new(text, new JsonReaderOptions { MaxDepth = int.MaxValue });

    private static FormatException NotJson(ReadOnlySpan<byte> text, int line, int column)
    {
        int at = 0;
        for (int i = 0; i < line; i++)
        {
            at += text[at..].IndexOf((byte)'\n') + 1;
        }

        int begin = at;
        at = Math.Min(at + column, text.Length);
        if (text.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return new FormatException("The text is empty.");
        }

        string reason = text[at..].IndexOfAnyExcept(" \t\r\n"u8) < 0 ? "not JSON: the text ends before it is complete" : $"not JSON from here on: {Start(text[at..])}";
        return new FormatException(string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, column {Encoding.UTF8.GetCharCount(text[begin..at]) + 1}: {reason}."));
    }

    private static string Found(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => $"\"{Start(reader.ValueSpan)}\"",
        _ => Start(reader.ValueSpan),
    };

    // What stands there, as it was written, cut. A character is 4 bytes at most; one that is cut in two lies beyond what is shown.
    private static string Start(ReadOnlySpan<byte> text) => VisibleText.Of(VisibleText.Cut(Encoding.UTF8.GetString(text[..Math.Min(text.Length, 4 * (Longest + 1))]), Longest));
}
