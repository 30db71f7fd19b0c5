using System.Reflection;

namespace SimAsync.Kernel;

/// <summary>Tells whose code an assembly is.</summary>
internal static class SourceCode
{
    /// <summary>Whether it is part of .NET, or one of its packages: no place in it tells a user anything.</summary>
    public static bool IsFrameworks(Assembly assembly) =>
        assembly.GetName().Name is not { } name
        || name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.", StringComparison.Ordinal)
        || name is "mscorlib" or "netstandard" or "System";
}
