using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SimAsync.Traces;

/// <summary>What a type of the model looks like in JSON, as the serializer has it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Needed">The same, for a person: "a whole number up to 2147483647".</param>
internal sealed record JsonShape(JsonKind Kind, string Needed)
{
    /// <summary>Of an object.</summary>
    public JsonField[] Fields { get; private init; } = [];

    /// <summary>Of a text that is one of several: these, as UTF-8.</summary>
    public byte[][] Names { get; private init; } = [];

    /// <summary>Of a list.</summary>
    public JsonShape? Item { get; private init; }

    public static JsonShape Of(Type type, JsonSerializerOptions options) => Of(type, options, []);

    private static JsonShape Of(Type type, JsonSerializerOptions options, Dictionary<Type, JsonShape> known)
    {
        if (known.TryGetValue(type, out JsonShape? shape))
        {
            return shape;
        }

        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        JsonTypeInfo info = options.GetTypeInfo(plain);
        string[] names = plain.IsEnum ? [.. Enum.GetNames(plain).Select(JsonNamingPolicy.CamelCase.ConvertName)] : [];
        return known[type] = plain switch
        {
            _ when plain == typeof(string) => new(JsonKind.Text, "a text"),
            _ when plain == typeof(bool) => new(JsonKind.Truth, "true or false"),
            _ when plain == typeof(int) => new(JsonKind.Int, $"a whole number up to {int.MaxValue}"),
            _ when plain == typeof(long) => new(JsonKind.Long, $"a whole number up to {long.MaxValue}"),
            _ when plain.IsEnum => new(JsonKind.Name, $"one of {string.Join(", ", names)}") { Names = [.. names.Select(Encoding.UTF8.GetBytes)] },
            _ when info.Kind == JsonTypeInfoKind.Enumerable => new(JsonKind.List, "a list") { Item = Of(info.ElementType!, options, known) },
            _ => new(JsonKind.Object, "an object")
            {
                Fields =
                [
                    .. info.Properties.Select(property => new JsonField(
                        property.Name, Encoding.UTF8.GetBytes(property.Name), Of(property.PropertyType, options, known), property.IsRequired, property.IsSetNullable)),
                ],
            },
        };
    }
}

/// <summary>A field of an object; <paramref name="Utf8"/> is its name once more.</summary>
internal sealed record JsonField(string Name, byte[] Utf8, JsonShape Shape, bool IsRequired, bool IsNullable);

internal enum JsonKind
{
    Object,
    List,
    Text,

    /// <summary>A text that is one of several.</summary>
    Name,
    Truth,
    Int,
    Long,
}
