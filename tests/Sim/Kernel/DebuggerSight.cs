using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace SimAsync.Tests.Kernel;

/// <summary>What a debugger shows of an object, by the attributes of its type.</summary>
internal static partial class DebuggerSight
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The line that stands for it.</summary>
    public static string Line(object seen)
    {
        Type type = TypesOf(seen).First(static type => type.IsDefined(typeof(DebuggerDisplayAttribute), inherit: false));
        return Hole().Replace(type.GetCustomAttribute<DebuggerDisplayAttribute>(inherit: false)!.Value, hole => Value(seen, type, hole.Groups["name"].Value)?.ToString() ?? "null");
    }

    /// <summary>What is seen on opening it: of its view if it has one, and otherwise its properties that are not hidden. Each is read.</summary>
    public static IReadOnlyDictionary<string, object?> Open(object seen)
    {
        if (TypesOf(seen).Select(static type => type.GetCustomAttribute<DebuggerTypeProxyAttribute>(inherit: false)).OfType<DebuggerTypeProxyAttribute>().FirstOrDefault() is { } view)
        {
            Type proxy = Type.GetType(view.ProxyTypeName)!;
            seen = Activator.CreateInstance(proxy, Own | BindingFlags.CreateInstance, null, [seen], null)!;
        }

        return seen.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(static property => property.GetIndexParameters().Length == 0
                && property.GetCustomAttribute<DebuggerBrowsableAttribute>()?.State != DebuggerBrowsableState.Never)
            .ToDictionary(static property => property.Name, property => property.GetValue(seen));
    }

    private static IEnumerable<Type> TypesOf(object seen)
    {
        for (Type? type = seen.GetType(); type is not null; type = type.BaseType)
        {
            yield return type;
        }
    }

    private static object? Value(object seen, Type type, string name) =>
        type.GetProperty(name, Own) is { } property ? property.GetValue(seen)
        : type.GetField(name, Own) is { } field ? field.GetValue(seen)
        : throw new MissingMemberException(type.Name, name);

    [GeneratedRegex(@"\{(?<name>\w+)(?:,nq)?\}")]
    private static partial Regex Hole();
}
