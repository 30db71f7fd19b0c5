using System.Reflection;
using Microsoft.Extensions.Logging;

namespace SimAsync.NUnit;

/// <summary>The parameters of a test that the simulation gives their values.</summary>
internal static class Injection
{
    public static bool Knows(Type type) => type == typeof(CancellationToken) || type == typeof(TimeProvider) || type == typeof(ILoggerFactory);

    /// <summary>What stands for such a value until the test runs.</summary>
    public static object? Placeholder(Type type) => type == typeof(CancellationToken) ? CancellationToken.None : null;

    /// <summary>The arguments with which a test is called.</summary>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="given">The arguments that it was given; perhaps fewer.</param>
    /// <param name="token">The token of the run.</param>
    public static object?[] Fill(ParameterInfo[] parameters, object?[] given, CancellationToken token)
    {
        object?[] arguments = new object?[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            object? value = i < given.Length ? given[i] : parameters[i].HasDefaultValue ? parameters[i].DefaultValue : null;
            Type type = parameters[i].ParameterType;
            arguments[i] = type == typeof(CancellationToken) && value is not CancellationToken { CanBeCanceled: true } ? token
                : type == typeof(TimeProvider) && value is not TimeProvider ? Sim.TimeProvider
                : type == typeof(ILoggerFactory) && value is not ILoggerFactory ? Sim.LoggerFactory
                : value;
        }

        return arguments;
    }
}
