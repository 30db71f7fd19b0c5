using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace SimAsync.Traces;

/// <summary>A trace as JSON: <c>docs/trace-format.md</c>.</summary>
internal static class TraceJson
{
    /// <summary>The longest trace that is read, in bytes: some 800,000 steps.</summary>
    public const int MaxBytes = 256 << 20;

    private static readonly JsonSerializerOptions Options = With(JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    /// <summary>How a trace is written and read, with an encoder of one's own.</summary>
    public static JsonSerializerOptions With(JavaScriptEncoder encoder) => new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = encoder,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOut } },

        // No type of ours is nested deep; what is passed over may be.
        MaxDepth = int.MaxValue,
    };

    public static string Write(TraceDocument document) => JsonSerializer.Serialize(document, Options);

    public static void Write(TraceDocument document, Stream stream) => JsonSerializer.Serialize(stream, document, Options);

    /// <summary>Reads a trace, and checks that all that it refers to is there.</summary>
    /// <exception cref="FormatException">It is none; the message says which part of it.</exception>
    public static TraceDocument Read(Stream stream)
    {
        ReadOnlyMemory<byte> text = ReadAll(stream);
        switch (text.Span)
        {
            case [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]:
                throw new FormatException("The text is UTF-16, and UTF-8 is needed.");
            case [0xEF, 0xBB, 0xBF, ..]:
                text = text[3..];
                break;
        }

        if (!Utf8.IsValid(text.Span))
        {
            throw new FormatException("The text is not UTF-8.");
        }

        new TraceShape(Options).Check(text.Span);
        return TraceCheck.Check(JsonSerializer.Deserialize<TraceDocument>(text.Span, Options)!);
    }

    // The lists of a run are its substance, and stand there even if there is nothing in them. What else is empty is most of a trace of many steps.
    private static void LeaveOut(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && !property.IsRequired)
            {
                property.ShouldSerialize = static (_, list) => list is not System.Collections.ICollection { Count: 0 };
            }

            if (type.Type == typeof(TraceStep) && property.PropertyType == typeof(int) && property.Name == "ready")
            {
                property.ShouldSerialize = static (_, ready) => ready is not 1;
            }
        }
    }

    private static ReadOnlyMemory<byte> ReadAll(Stream stream)
    {
        var whole = new MemoryStream();
        byte[] part = new byte[1 << 16];
        for (int count; (count = stream.Read(part)) > 0;)
        {
            if (whole.Length + count > MaxBytes)
            {
                throw new FormatException($"The text is longer than {MaxBytes >> 20} MiB.");
            }

            whole.Write(part, 0, count);
        }

        return whole.GetBuffer().AsMemory(0, (int)whole.Length);
    }
}
