using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace SimAsync.Kernel;

/// <summary>Names methods as their author wrote them, and finds the source line at which an async method is suspended.</summary>
internal static partial class Describer
{
    private static readonly ConcurrentDictionary<(Type, int), SourceLine?> Lines = new();

    /// <summary>The name of a method: of a lambda's or local function's, the method that it stands in.</summary>
    public static string Method(MethodBase method)
    {
        Type? type = method.DeclaringType;
        return method.Name == "MoveNext" && type is not null && type.Name.StartsWith('<')
            ? StateMachine(type)
            : $"{TypeName(type)}{Readable(method.Name)}";
    }

    /// <summary>The name of the async method whose state machine this is.</summary>
    public static string StateMachine(Type type)
    {
        Type? outer = type.DeclaringType;
        return $"{TypeName(outer)}{Readable(type.Name)}";
    }

    /// <summary>The line of the await at which a state machine in this state stands, or null if its debug information is not at hand.</summary>
    public static SourceLine? Line(Type stateMachine, int state) =>
        Lines.GetOrAdd((stateMachine.IsConstructedGenericType ? stateMachine.GetGenericTypeDefinition() : stateMachine, state),
            static key => DebugInformation.Line(key.Item1, key.Item2));

    /// <summary>The line of a method's instruction, or null.</summary>
    public static SourceLine? LineAt(MethodBase method, int offset) => DebugInformation.LineAt(method, offset);

    /// <summary>The line on which a method begins, or null.</summary>
    public static SourceLine? FirstLine(MethodBase method) => DebugInformation.LineAt(method, 0);

    /// <summary>The line on which a method begins, also if it is async; or null.</summary>
    public static SourceLine? Beginning(MethodInfo method) =>
        method.GetCustomAttribute<StateMachineAttribute>() is { StateMachineType: { } machine } ? Line(machine, -1) : FirstLine(method);

    private static string TypeName(Type? type)
    {
        while (type is not null && type.Name.StartsWith('<'))
        {
            type = type.DeclaringType;
        }

        return type is null ? "" : $"{type.Name.Split('`')[0]}.";
    }

    private static string Readable(string name)
    {
        Match local = LocalFunction().Match(name);
        if (local.Success)
        {
            return $"{Readable(local.Groups["outer"].Value)}.{local.Groups["name"].Value}";
        }

        Match lambda = Lambda().Match(name);
        if (lambda.Success)
        {
            return $"{Readable(lambda.Groups["outer"].Value)} (lambda)";
        }

        Match machine = Machine().Match(name);
        return machine.Success ? Readable(machine.Groups["name"].Value)
            : name.EndsWith(">$", StringComparison.Ordinal) ? name[..^2].TrimStart('<') // The one that the compiler makes of a program's top-level statements.
            : name;
    }

    [GeneratedRegex(@"^<+(?<outer>.*)>g__(?<name>[^|>]+)\|")]
    private static partial Regex LocalFunction();

    [GeneratedRegex(@"^<+(?<outer>.*)>b__")]
    private static partial Regex Lambda();

    [GeneratedRegex(@"^<(?<name>.+)>d(__\d+)?(`\d+)?$")]
    private static partial Regex Machine();
}
