using System.Reflection;
using FsCheck;
using NUnit.Framework.Interfaces;

namespace SimAsync.FsCheck.Properties;

/// <summary>Which methods can be properties.</summary>
internal static class PropertyMethod
{
    private static readonly Type[] Plain = [typeof(void), typeof(bool), typeof(Property), typeof(Task), typeof(ValueTask), typeof(Coroutine)];
    private static readonly Type[] Awaited = [typeof(Task<>), typeof(ValueTask<>), typeof(Coroutine<>)];

    /// <summary>Why this one cannot; null if it can.</summary>
    public static string? FaultOf(IMethodInfo method)
    {
        MethodInfo info = method.MethodInfo;
        string name = $"{info.DeclaringType!.Name}.{info.Name}";
        if (!IsTestable(info.ReturnType))
        {
            return $"[SimProperty] {name} returns {info.ReturnType}: it has to be void, bool, Property, Task, ValueTask or Coroutine, or one of the last three with a bool or a Property.";
        }

        if (info.ContainsGenericParameters)
        {
            return $"[SimProperty] {name} is generic: which types its arguments have must be known.";
        }

        if (Array.Find(info.GetParameters(), static parameter => parameter.ParameterType.IsByRef || parameter.ParameterType.IsPointer || parameter.ParameterType.IsByRefLike) is { } strange)
        {
            return $"[SimProperty] {name} has the parameter '{strange.Name}' of type {strange.ParameterType}: no such value can be generated.";
        }

        if (!info.IsPublic || info.IsAbstract)
        {
            return $"[SimProperty] {name} has to be public, and not abstract.";
        }

        return method.GetCustomAttributes<ITestBuilder>(inherit: true).Length > 1 || info.GetParameters().Any(static parameter => parameter.IsDefined(typeof(IParameterDataSource), inherit: false) || parameter.GetCustomAttributes().Any(static attribute => attribute is IParameterDataSource))
            ? $"[SimProperty] {name} has its arguments generated: it stands alone, without [TestCase], [TestCaseSource] or [Values]. Write a [SimTest] for cases of your own."
            : null;
    }

    private static bool IsTestable(Type type) => Array.IndexOf(Plain, type) >= 0
        || (type.IsGenericType && Array.IndexOf(Awaited, type.GetGenericTypeDefinition()) >= 0 && (type.GenericTypeArguments[0] == typeof(bool) || type.GenericTypeArguments[0] == typeof(Property)));
}
