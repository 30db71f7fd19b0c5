using System.Runtime.CompilerServices;

namespace SimAsync.Kernel;

/// <summary>
/// Private fields of the runtime's <see cref="Thread"/>, each with what is done where a runtime has not got it.
/// <list type="bullet">
/// <item>The execution context: tells whether it is still the one that was seen last, without the call that
/// <see cref="ExecutionContext.Capture"/> is, a tenth of a step. Without the field it is captured after each step.</item>
/// <item>Whether it is one of the pool's: code that the pool would run may ask. Without the field it is told what the real thread is.</item>
/// </list>
/// </summary>
internal static class ThreadFields
{
    private static readonly bool HasPoolField = ProbePool();

    /// <summary>Whether the execution context's field is there, and is what it is taken for.</summary>
    public static bool IsReadable { get; } = Probe();

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_executionContext")]
    public static extern ref ExecutionContext? Of(Thread thread);

    /// <summary>Lets a thread say whether it is one of the pool's.</summary>
    /// <returns>What it said before.</returns>
    public static bool SayPoolThread(Thread thread, bool isOne)
    {
        if (!HasPoolField)
        {
            return false;
        }

        ref bool field = ref PoolField(thread);
        bool before = field;
        field = isOne;
        return before;
    }

    /// <summary>An execution context that has nothing but what <paramref name="set"/> sets.</summary>
    public static ExecutionContext? Make(Action set)
    {
        if (!IsReadable)
        {
            return ExecutionContext.Capture();
        }

        ref ExecutionContext? field = ref Of(Thread.CurrentThread);
        ExecutionContext? own = field;
        field = null;
        set();
        ExecutionContext? made = ExecutionContext.Capture();
        field = own;
        return made;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_isThreadPool")]
    private static extern ref bool PoolField(Thread thread);

    private static bool ProbePool()
    {
        try
        {
            return PoolField(Thread.CurrentThread) == Thread.CurrentThread.IsThreadPoolThread;
        }
        catch (MissingFieldException)
        {
            return false;
        }
    }

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
