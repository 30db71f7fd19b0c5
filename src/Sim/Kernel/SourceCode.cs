using System.Collections.Concurrent;
using System.Reflection;

namespace SimAsync.Kernel;

/// <summary>Tells whose code an assembly is. By its name, which is asked for once: making it takes longer than a step.</summary>
internal static class SourceCode
{
    private static readonly ConcurrentDictionary<Assembly, Origin> Origins = new();

    private enum Origin
    {
        Users,
        Frameworks,
        TestFrameworks,
    }

    /// <summary>Whether it is part of .NET, or one of its packages: no place in it tells a user anything.</summary>
    public static bool IsFrameworks(Assembly assembly) => Of(assembly) == Origin.Frameworks;

    /// <summary>Whether it is a test framework, or SimAsync's part for one: what calls a test, or is called by it to check something.</summary>
    public static bool IsTestFrameworks(Assembly assembly) => Of(assembly) == Origin.TestFrameworks;

    private static Origin Of(Assembly assembly) => Origins.GetOrAdd(assembly, static assembly => assembly.GetName().Name switch
    {
        null or "mscorlib" or "netstandard" or "System" => Origin.Frameworks,
        var name when name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal) => Origin.Frameworks,
        var name when name.StartsWith("nunit.", StringComparison.OrdinalIgnoreCase) || name.StartsWith("xunit.", StringComparison.OrdinalIgnoreCase) => Origin.TestFrameworks,
        "FSharp.Core" => Origin.Frameworks,
        "SimAsync.NUnit" or "SimAsync.FsCheck" or "FsCheck" or "FsCheck.NUnit" or "FsCheck.Xunit" or "FsCheck.Xunit.v3" => Origin.TestFrameworks,
        _ => Origin.Users,
    });
}
