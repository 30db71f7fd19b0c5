using System.Reflection;
using System.Runtime.CompilerServices;

namespace SimAsync.Kernel;

/// <summary>A plain async method that is suspended: where, and at what. Read from the objects that the compiler and the framework keep, for a person to be told.</summary>
internal sealed class SuspendedMethod
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly IAsyncStateMachine machine;

    // The task that it is; null of a coroutine.
    private readonly Task? box;

    private SuspendedMethod(IAsyncStateMachine machine, Task? box)
    {
        (this.machine, this.box) = (machine, box);
        Awaited = AwaitedBy(machine);
    }

    /// <summary>The task that it is; null of a coroutine.</summary>
    public Task? Box => box;

    /// <summary>Whether it is one of .NET's own.</summary>
    public bool IsFrameworks => SourceCode.IsFrameworks(machine.GetType().Assembly) || machine.GetType().Assembly == typeof(SimLoop).Assembly || IsTestFrameworks;

    /// <summary>Whether it is a test framework's, or of SimAsync's part for one.</summary>
    public bool IsTestFrameworks => SourceCode.IsTestFrameworks(machine.GetType().Assembly);

    /// <summary>The execution context in which it goes on; null if it is not known.</summary>
    public ExecutionContext? Flow => box is null ? null : Continuations.ContextOf(box);

    public string Method => Continuations.Method(machine);

    public SourceLine? At => Continuations.Line(machine);

    /// <summary>What it awaits, as far as that is an object; null if it is none, or not known.</summary>
    public object? Awaited { get; }

    /// <summary>Whether what it awaits is done, so that it is about to go on.</summary>
    public bool IsLetGo => Awaited is Task { IsCompleted: true };

    /// <summary>What it awaits, in the words of the call that made it.</summary>
    public string Awaits => Describe(Awaited);

    /// <summary>Whether it awaits another async method that is suspended, and is found by <see cref="Below"/>: that says more than it does. One whose box is pooled is no task, and is not found.</summary>
    public bool AwaitsAnother => Awaited is Task task && Of(task) is not null;

    /// <summary>The method that a coroutine's state machine is of, if it is suspended.</summary>
    public static SuspendedMethod? Of(IAsyncStateMachine? machine) => Of(machine, null);

    /// <summary>The method that a task is of, if it is of one and that is suspended.</summary>
    public static SuspendedMethod? Of(Task task) => task.IsCompleted ? null : Of(Continuations.MachineOf(task), task); // One that has ended has an empty machine.

    /// <summary>The methods that a method awaits, those that they await, and so on.</summary>
    public static IEnumerable<SuspendedMethod> Below(SuspendedMethod outer)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var left = new Stack<SuspendedMethod>([outer]);
        while (left.TryPop(out SuspendedMethod? at))
        {
            foreach (Task task in TasksIn(at.Awaited))
            {
                if (seen.Add(task) && Of(task) is { } inner)
                {
                    yield return inner;
                    left.Push(inner);
                }
            }
        }
    }

    /// <summary>Itself, if it is the user's; otherwise the nearest of those that await it that is. A method of .NET's tells nobody where to look.</summary>
    public SuspendedMethod UsersOwn(IReadOnlyList<SuspendedMethod> all)
    {
        SuspendedMethod at = this;
        for (int depth = 0; depth < 100 && SourceCode.IsFrameworks(at.machine.GetType().Assembly); depth++)
        {
            if (at.box is not { } box || all.FirstOrDefault(outer => TasksIn(outer.Awaited).Contains(box)) is not { } outer)
            {
                return this;
            }

            at = outer;
        }

        return at;
    }

    /// <inheritdoc cref="Of(Task)"/>
    public static SuspendedMethod? Of(IAsyncStateMachine? machine, Task? box) =>
        machine is not null && Continuations.StateOf(machine) >= 0 ? new SuspendedMethod(machine, box) : null;

    // The awaiter of the await at which a method stands is kept in a field of its own, which is empty again once the method goes on.
    private static object? AwaitedBy(IAsyncStateMachine machine)
    {
        foreach (FieldInfo field in machine.GetType().GetFields(Fields))
        {
            if (field.Name.StartsWith("<>u__", StringComparison.Ordinal) && Inside(field.GetValue(machine), 0) is { } awaited)
            {
                return awaited;
            }
        }

        return null;
    }

    private static object? Inside(object? value, int depth)
    {
        if (value is null || depth > 4)
        {
            return null;
        }

        Type type = value.GetType();
        if (!type.IsValueType)
        {
            return value;
        }

        if (!type.IsPrimitive)
        {
            foreach (FieldInfo field in type.GetFields(Fields))
            {
                if (Inside(field.GetValue(value), depth + 1) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    // A task, or the tasks that a combinator of the framework's keeps.
    private static IEnumerable<Task> TasksIn(object? awaited)
    {
        if (awaited is not Task task)
        {
            yield break;
        }

        yield return task;
        if (Continuations.MachineOf(task) is not null)
        {
            yield break;
        }

        for (Type? type = task.GetType(); type is not null && type != typeof(Task); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(Fields | BindingFlags.DeclaredOnly))
            {
                if (typeof(Task).IsAssignableFrom(field.FieldType) && field.GetValue(task) is Task one)
                {
                    yield return one;
                }
                else if (typeof(Task[]).IsAssignableFrom(field.FieldType) && field.GetValue(task) is Task?[] many)
                {
                    foreach (Task? child in many)
                    {
                        if (child is not null)
                        {
                            yield return child;
                        }
                    }
                }
            }
        }
    }

    /// <summary>What an object that is awaited is, in the words of the call that made it.</summary>
    public static string Describe(object? awaited)
    {
        if (awaited is null or SimLoop)
        {
            return "its turn";
        }

        if (awaited is IAwaited own)
        {
            return own.Describe();
        }

        if (Continuations.MachineOf(awaited) is { } machine)
        {
            return Continuations.Method(machine);
        }

        string name = awaited.GetType().Name;
        return name switch
        {
            _ when name.StartsWith("DelayPromise", StringComparison.Ordinal) => "Task.Delay",
            _ when name.StartsWith("WhenAllPromise", StringComparison.Ordinal) => "Task.WhenAll",
            "TwoTaskWhenAnyPromise`1" or "CompleteOnInvokePromise" => "Task.WhenAny",
            "CancellationPromise`1" => "WaitAsync",
            "TaskNode" => "SemaphoreSlim.WaitAsync",
            "UnwrapPromise`1" => "Task.Run of an async method",
            _ when name.StartsWith("ContinuationTaskFrom", StringComparison.Ordinal) => "ContinueWith",
            _ when awaited is Task && Continuations.DelegateOf(awaited) is { } called => $"a task that runs {Describer.Method(called.Method)}",
            "Task" or "Task`1" => "a TaskCompletionSource's task",
            _ when awaited.GetType().Namespace == "System.Threading.Channels" => "a channel",
            _ when awaited.GetType().Namespace?.StartsWith("System.Net", StringComparison.Ordinal) == true => "a socket",
            _ => name.Split('`')[0],
        };
    }
}
