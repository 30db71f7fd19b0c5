using System.Runtime.CompilerServices;

namespace SimAsync.Kernel;

/// <summary>
/// Tells whether a thread's execution context is still the one that was seen last, without the call that
/// <see cref="ExecutionContext.Capture"/> is: a tenth of a step. It reads a private field of the runtime; one without that field has its
/// context captured after each step instead.
/// </summary>
internal static class ThreadFlow
{
    /// <summary>Whether the field is there, and is what it is taken for.</summary>
    public static bool IsReadable { get; } = Probe();

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_executionContext")]
    public static extern ref ExecutionContext? Of(Thread thread);

    private static bool Probe()
    {
        ExecutionContext? before = ExecutionContext.Capture();
        try
        {
            ExecutionContext? first = Of(Thread.CurrentThread);
            new AsyncLocal<object?>().Value = new object();
            ExecutionContext? second = Of(Thread.CurrentThread);
            return !ReferenceEquals(first, second) && ReferenceEquals(second, ExecutionContext.Capture());
        }
        catch (MissingFieldException)
        {
            return false;
        }
        finally
        {
            if (before is not null)
            {
                ExecutionContext.Restore(before);
            }
        }
    }
}
