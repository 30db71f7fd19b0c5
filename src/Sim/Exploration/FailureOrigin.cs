using System.Diagnostics;
using System.Reflection;
using SimAsync.Graphs;
using SimAsync.Kernel;

namespace SimAsync.Exploration;

/// <summary>Tells whether two runs failed in the same way: the same type of exception, thrown at the same place.</summary>
internal static class FailureOrigin
{
    public static string Of(Exception exception)
    {
        if (exception is AggregateException { InnerExceptions: [var first, ..] })
        {
            return $"{exception.GetType()} of {Of(first)}";
        }

        if (exception is GraphFault fault)
        {
            return $"graph {fault.Type} {fault.Given}";
        }

        // A message can hold values that hang on the run, so it does not count. Of the stack, the first method of the user's, and where in it.
        foreach (StackFrame frame in new StackTrace(exception, fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod() is { } method && method.DeclaringType?.Assembly is { } assembly && !IsLibrary(assembly))
            {
                return $"{exception.GetType()} at {method.Module.Name} {method.MetadataToken:x} +{frame.GetILOffset()}";
            }
        }

        return exception.GetType().ToString();
    }

    private static bool IsLibrary(Assembly assembly) =>
        assembly == typeof(SimLoop).Assembly || SourceCode.IsFrameworks(assembly) || SourceCode.IsTestFrameworks(assembly);
}
