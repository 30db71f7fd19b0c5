using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using FsCheck;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace SimAsync.FsCheck.Properties;

/// <summary>A value as text, near to what one would write in C#. F#'s own types are printed as FsCheck prints them, with <c>%A</c>.</summary>
/// <remarks>Not FsCheck's for all: it leaves C#'s records to print themselves, and those do not look into the lists that they hold.</remarks>
internal static class InputText
{
    private const int MostElements = 1000;
    private const int MostDepth = 12;
    private const int Width = 120;

    public static string Of(object? value)
    {
        try
        {
            return Text(value, 0);
        }
        catch (Exception thrown)
        {
            Exception e = thrown is TargetInvocationException { InnerException: { } inner } ? inner : thrown;
            return $"<a {value!.GetType().Name} that cannot be printed: {e.GetType().Name}: {e.Message}>";
        }
    }

    private static string Text(object? value, int depth) => value switch
    {
        null => "null",
        string text => $"\"{Escaped(text)}\"",
        char c => $"'{Escaped(c.ToString())}'",
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        DateTime or DateTimeOffset => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        Enum => $"{value.GetType().Name}.{value}",
        _ when depth > MostDepth => "…",
        _ when IsOfFSharp(value.GetType()) => Runner.argumentsToString(ListModule.OfArray([value])),
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Text(tuple[i], depth + 1)))})",
        _ when IsRecord(value.GetType()) => Members(value, depth),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable elements when !HasOwnText(value.GetType()) => Elements(elements, depth),
        _ when HasOwnText(value.GetType()) => value.ToString() ?? "null",
        Delegate => $"a {value.GetType().Name}",
        _ => Members(value, depth),
    };

    private static string Elements(IEnumerable elements, int depth)
    {
        var texts = new List<string>();
        foreach (object? element in elements)
        {
            if (texts.Count == MostElements)
            {
                texts.Add("…");
                break;
            }

            texts.Add(Text(element, depth + 1));
        }

        return Joined("[", texts, "]", depth);
    }

    private static string Members(object value, int depth)
    {
        Type type = value.GetType();
        string[] order = [.. type.GetConstructors().OrderByDescending(static one => one.GetParameters().Length).FirstOrDefault()?.GetParameters().Select(static parameter => parameter.Name!) ?? []];
        IEnumerable<(string Name, object? Value)> members = type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(static property => property.CanRead && property.GetIndexParameters().Length == 0)
            .Select(property => (property.Name, Value: property.GetValue(value)))
            .Concat(type.GetFields(BindingFlags.Instance | BindingFlags.Public).Select(field => (field.Name, Value: field.GetValue(value))));

        // As the constructor has them: reflection gives a record's own before those that it inherits.
        string[] texts = [.. members.OrderBy(member => (uint)Array.IndexOf(order, member.Name)).Select(member => $"{member.Name} = {Text(member.Value, depth + 1)}")];
        return texts.Length == 0 ? NameOf(type) : $"{NameOf(type)} {{ {string.Join(", ", texts)} }}";
    }

    // On one line if there is room.
    private static string Joined(string open, List<string> texts, string close, int depth)
    {
        string line = $"{open}{string.Join(", ", texts)}{close}";
        if (line.Length <= Width && !line.Contains('\n', StringComparison.Ordinal))
        {
            return line;
        }

        var text = new StringBuilder(open);
        string indent = new(' ', (depth + 1) * 2);
        foreach (string one in texts)
        {
            text.Append('\n').Append(indent).Append(one).Append(',');
        }

        return text.Append('\n').Append(indent.AsSpan(2)).Append(close).ToString();
    }

    private static string NameOf(Type type) => type.Name.Split('`')[0];

    private static bool IsOfFSharp(Type type) => type.IsDefined(typeof(CompilationMappingAttribute), inherit: true);

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null);

    /// <summary>Whether a type, or one above it, says how its values are written.</summary>
    public static bool HasOwnText(Type type) => type.GetMethod(nameof(ToString), Type.EmptyTypes)!.DeclaringType is { } declaring
        && declaring != typeof(object) && declaring != typeof(ValueType);

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in text)
        {
            escaped.Append(c switch
            {
                '\\' => "\\\\",
                '"' => "\\\"",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\0' => "\\0",
                _ when char.IsControl(c) || char.IsSurrogate(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }
}
