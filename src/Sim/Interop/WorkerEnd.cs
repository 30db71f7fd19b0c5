using System.Diagnostics;
using System.Runtime.ExceptionServices;
using SimAsync.Kernel;

namespace SimAsync.Interop;

/// <summary>How a work item ends that runs on a worker of the pool: by returning, which its execution context shows, or by throwing.</summary>
internal static class WorkerEnd
{
    private static int isCatching;

    /// <summary>
    /// Asked when a worker's execution context has gone: whether its item has ended. After an item the pool's dispatch loop resets the thread
    /// itself; in the middle of one, a task's or a callback's own frames stand between the two.
    /// </summary>
    public static bool IsHere()
    {
        bool inContext = false;
        foreach (StackFrame frame in new StackTrace(fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod() is not { DeclaringType: { } type } method)
            {
                continue;
            }

            if (type == typeof(ExecutionContext) && method.Name is "OnValuesChanged" or "ResetThreadPoolThread")
            {
                inContext = true;
            }
            else if (inContext)
            {
                return type.Name == "ThreadPoolWorkQueue";
            }
        }

        return false;
    }

    /// <summary>From now on, what an item of a run throws on a worker does not end the process, as it would on any pool: it ends the run.</summary>
    public static void Catch()
    {
        if (Interlocked.Exchange(ref isCatching, 1) != 0)
        {
            return;
        }

        try
        {
            ExceptionHandling.SetUnhandledExceptionHandler(static exception =>
            {
                switch (Ambient.Guest)
                {
                    case PoolItem item:
                        item.Loop.Unhandled ??= ExceptionDispatchInfo.Capture(exception);
                        item.Loop.Stop();
                        return true;
                    case Straggler:
                        return true;
                    default:
                        return false;
                }
            });
        }
        catch (InvalidOperationException)
        {
            // The program has a handler of its own, which decides.
        }
    }
}
