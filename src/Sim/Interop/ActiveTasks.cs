using System.Diagnostics;
using System.Reflection.Emit;
using SimAsync.Kernel;
using static SimAsync.Kernel.Internals;

namespace SimAsync.Interop;

/// <summary>
/// The framework's own list of async methods that have not ended, which it keeps for debuggers. Turned on for runs that are to be told in full; without it only
/// those are known that something else is known to await.
/// </summary>
/// <remarks>Source: .NET 10, <c>System.Threading.Tasks.Task.AddToActiveTasks</c>.</remarks>
internal static class ActiveTasks
{
    private static readonly Parts? Found = Find();
    private static readonly Lock Sync = new();
    private static int users;

    /// <summary>From now on the list is kept. Each call needs one of <see cref="End"/>.</summary>
    public static void Begin()
    {
        if (Found is not { } found || Debugger.IsAttached)
        {
            return;
        }

        lock (Sync)
        {
            users++;
            found.SetIsKept(true);
        }
    }

    public static void End()
    {
        if (Found is not { } found || Debugger.IsAttached)
        {
            return;
        }

        lock (Sync)
        {
            if (users > 0 && --users == 0)
            {
                found.SetIsKept(false);
                if (found.List() is { } list)
                {
                    lock (list)
                    {
                        // What ends while the list is not kept would stay in it for ever.
                        list.Clear();
                    }
                }
            }
        }
    }

    /// <summary>The suspended methods of a run, in the order in which they were first suspended.</summary>
    public static IReadOnlyList<SuspendedMethod> Of(SimLoop loop)
    {
        if (Found?.List() is not { } list)
        {
            return [];
        }

        return [.. InOrder(list, int.MinValue).Where(task => !task.IsCompleted && Continuations.ContextOf(task) is { } context && Ambient.In(context) == loop).Select(SuspendedMethod.Of).OfType<SuspendedMethod>()];
    }

    /// <summary>The async methods of a run that were begun after a certain number was given out, and have not ended, in order. Of one that has ended nobody knows whose it was.</summary>
    /// <param name="last">The last number that was seen; 0 at first.</param>
    /// <param name="loop">The run.</param>
    public static IReadOnlyList<Task> Since(ref int last, SimLoop loop)
    {
        if (Found is not { } found || found.List() is not { } list)
        {
            return [];
        }

        int first = last + 1;
        last = found.LastNumber();

        // Others in the process take numbers from the same count, so at the first time there may be many.
        List<Task> begun = last - first > list.Count ? [.. InOrder(list, first)] : Numbered(list, first, last);
        begun.RemoveAll(task => task.IsCompleted || Continuations.MachineOf(task) is null || Continuations.ContextOf(task) is not { } context || Ambient.In(context) != loop);
        return begun;
    }

    // The lock is one that each task in the process takes, so it is had for no longer than a copy takes.
    private static IEnumerable<Task> InOrder(Dictionary<int, Task> list, int first)
    {
        KeyValuePair<int, Task>[] all;
        lock (list)
        {
            all = [.. list];
        }

        return all.Where(entry => entry.Key >= first).OrderBy(static entry => entry.Key).Select(static entry => entry.Value);
    }

    private static List<Task> Numbered(Dictionary<int, Task> list, int first, int last)
    {
        var found = new List<Task>();
        lock (list)
        {
            for (int number = first; number <= last; number++)
            {
                if (list.TryGetValue(number, out Task? task))
                {
                    found.Add(task);
                }
            }
        }

        return found;
    }

    private static Parts? Find()
    {
        try
        {
            var isKept = Field(typeof(Task), "s_asyncDebuggingEnabled");
            var list = Field(typeof(Task), "s_currentActiveTasks");
            var counter = Field(typeof(Task), "s_taskIdCounter");
            return list.FieldType != typeof(Dictionary<int, Task>) ? null : new Parts(
                Emit<Action<bool>>([typeof(bool)], typeof(void), il =>
                {
                    il.Emit(OpCodes.Ldarg_0);
                    il.Emit(OpCodes.Stsfld, isKept);
                }),
                () => (Dictionary<int, Task>?)list.GetValue(null),
                () => (int)counter.GetValue(null)!);
        }
        catch (MissingMemberException)
        {
            return null;
        }
    }

    private sealed record Parts(Action<bool> SetIsKept, Func<Dictionary<int, Task>?> List, Func<int> LastNumber);
}
