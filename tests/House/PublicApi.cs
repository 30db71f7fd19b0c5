using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SimAsync.Tests.House;

/// <summary>
/// An assembly's public surface as text, one line a member, so that a review sees every change of it. Left out: what the
/// compiler adds to records and delegates, overrides, and nullability (the compiler checks that at every use).
/// </summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(double)] = "double",
    };

    /// <summary>The sorted lines for all exported types of <paramref name="assembly"/>.</summary>
    public static IReadOnlyList<string> Lines(Assembly assembly) =>
        [.. assembly.GetExportedTypes().Where(IsWritten).SelectMany(Lines).Order(StringComparer.Ordinal)];

    /// <summary>The lines for one type: itself, then its members, unsorted.</summary>
    public static IEnumerable<string> Lines(Type type)
    {
        string name = Name(type);
        yield return $"{name}: {Declaration(type)}";
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            yield break;
        }

        foreach (MemberInfo member in type.GetMembers(Declared))
        {
            string? line = member switch
            {
                FieldInfo field => Field(field),
                PropertyInfo property => Property(property),
                EventInfo @event => Event(@event),
                ConstructorInfo constructor => Method(constructor, "new", ""),
                MethodInfo method => Method(method),
                _ => null,
            };
            if (line is not null)
            {
                yield return $"{name}.{line}";
            }
        }
    }

    // Not what the compiler makes of an extension block, whose members stand in the static class around it.
    private static bool IsWritten(Type type) => !type.FullName!.Contains('<', StringComparison.Ordinal);

    private static string Declaration(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type) && type.GetMethod("Invoke") is { } invoke)
        {
            return $"delegate ({Parameters(invoke)}) -> {Name(invoke.ReturnType)}";
        }

        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };

        // An interface that the base, or another interface of the type, brings along is no news.
        IEnumerable<Type> interfaces = type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []);
        interfaces = interfaces.Except(interfaces.SelectMany(each => each.GetInterfaces()));
        string[] bases =
        [
            .. type is { IsClass: true, BaseType: { } parent } && parent != typeof(object) ? [Name(parent)] : Array.Empty<string>(),
            .. interfaces.Where(_ => !type.IsEnum).Select(Name).Order(StringComparer.Ordinal),
        ];
        return bases.Length == 0 ? kind : $"{kind}, {string.Join(", ", bases)}";
    }

    private static string? Field(FieldInfo field)
    {
        if (!(field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) || field.IsSpecialName)
        {
            return null;
        }

        if (field.IsLiteral)
        {
            return $"{field.Name} = {Literal(field.GetRawConstantValue())}";
        }

        return $"{field.Name}: {Name(field.FieldType)}{(field.IsStatic ? ", static" : "")}{(field.IsInitOnly ? ", readonly" : "")}";
    }

    private static string? Property(PropertyInfo property)
    {
        string accessors = string.Join(" ", new[] { Accessor(property.GetMethod, "get;"), Accessor(property.SetMethod, Setter(property)) }
            .OfType<string>());
        MethodInfo any = property.GetAccessors(nonPublic: true)[0];
        if (accessors.Length == 0 || IsOverride(any) || property.Name == "EqualityContract")
        {
            return null;
        }

        string index = any == property.GetMethod ? Parameters(any) : "";
        string name = index.Length == 0 ? property.Name : $"this[{index}]";
        return $"{name}: {Name(property.PropertyType)} {{ {accessors} }}{Modifiers(any)}";
    }

    private static string Setter(PropertyInfo property) =>
        property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true ? "init;" : "set;";

    private static string? Accessor(MethodInfo? accessor, string text) => accessor is not null && IsVisible(accessor) ? text : null;

    private static string? Event(EventInfo @event) =>
        @event.AddMethod is { } add && IsVisible(add) && !IsOverride(add)
            ? $"{@event.Name}: event {Name(@event.EventHandlerType!)}{Modifiers(add)}"
            : null;

    private static string? Method(MethodInfo method)
    {
        bool isOperator = method.Name.StartsWith("op_", StringComparison.Ordinal);
        bool isAccessor = method.IsSpecialName && !isOperator;
        if (isAccessor || IsOverride(method))
        {
            return null;
        }

        string generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        return Method(method, method.Name + generic, $" -> {Name(method.ReturnType)}");
    }

    private static string? Method(MethodBase method, string name, string returns) =>
        IsVisible(method) && !(method is ConstructorInfo && method.IsStatic) && !method.IsDefined(typeof(CompilerGeneratedAttribute))
            ? $"{name}({Parameters(method)}){returns}{Modifiers(method)}"
            : null;

    private static bool IsVisible(MethodBase method) =>
        method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static bool IsOverride(MethodInfo method) => method.GetBaseDefinition() != method;

    private static string Modifiers(MethodBase method)
    {
        string access = method.IsPublic ? "" : ", protected";
        string kind = method switch
        {
            { IsStatic: true } => ", static",
            { DeclaringType.IsInterface: true } => "",
            { IsAbstract: true } => ", abstract",
            { IsVirtual: true, IsFinal: false } => ", virtual",
            _ => "",
        };
        return access + kind;
    }

    private static string Parameters(MethodBase method)
    {
        string extends = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return extends + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        string way = parameter switch
        {
            { ParameterType.IsByRef: false } => parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "",
            { IsOut: true } => "out ",
            { IsIn: true } => "in ",
            _ => "ref ",
        };
        string value = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : "";
        Type type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        return $"{way}{Name(type)} {parameter.Name}{value}";
    }

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (type.IsByRef)
        {
            return $"ref {Name(type.GetElementType()!)}";
        }

        if (type.IsPointer)
        {
            return $"{Name(type.GetElementType()!)}*";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{Name(underlying)}?";
        }

        // A nested generic type's arguments begin with those of the type around it.
        int outer = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        Type[] own = type.GetGenericArguments()[outer..];
        string arguments = own.Length == 0 ? "" : $"<{string.Join(", ", own.Select(Name))}>";
        string around = type.DeclaringType is { } declaring
            ? Name(declaring.IsGenericTypeDefinition && !type.IsGenericTypeDefinition ? declaring.MakeGenericType(type.GetGenericArguments()[..outer]) : declaring)
            : type.Namespace ?? "";
        string plain = type.Name.Split('`')[0];

        // The framework's own types are known by their short names.
        return around.Length == 0 || around.Split('.')[0] == "System" ? plain + arguments : $"{around}.{plain}{arguments}";
    }
}
