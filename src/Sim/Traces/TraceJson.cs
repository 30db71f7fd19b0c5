using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SimAsync.Traces;

/// <summary>A trace as JSON: <c>docs/trace-format.md</c>.</summary>
internal static class TraceJson
{
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
    };

    public static string Write(TraceDocument document) => JsonSerializer.Serialize(document, Options);

    public static void Write(TraceDocument document, Stream stream) => JsonSerializer.Serialize(stream, document, Options);

    /// <summary>Reads a trace, and checks that all that it refers to is there.</summary>
    /// <exception cref="FormatException">It is none; the message says which part of it.</exception>
    public static TraceDocument Read(Stream stream)
    {
        TraceDocument? document;
        try
        {
            document = JsonSerializer.Deserialize<TraceDocument>(stream, Options);
        }
        catch (JsonException e)
        {
            throw new FormatException($"{e.Path ?? "$"}: {e.Message.Split(" Path: ")[0]}", e);
        }

        return document is null ? throw new FormatException("$: an object is needed, found null.") : TraceCheck.Check(document);
    }
}
