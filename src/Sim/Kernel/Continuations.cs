using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SimAsync.Kernel;

/// <summary>
/// Knows by what objects the framework goes on with a suspended async method: whose method it is, and at which await it stands. Private parts of the
/// framework are read for that, by name, and only when a person is to be told something; where one is missing, less is told.
/// </summary>
internal static class Continuations
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    // What goes on when a task has ended: one continuation, or a list of them.
    private static readonly FieldInfo? ContinuationObject = typeof(Task).GetField("m_continuationObject", Fields);

    // A box keeps its execution context where another task keeps its state.
    private static readonly FieldInfo? StateObject = typeof(Task).GetField("m_stateObject", Fields);

    private static readonly ConcurrentDictionary<Type, FieldInfo?> MachineFields = new();
    private static readonly ConcurrentDictionary<Type, ulong> Owners = new();

    /// <summary>The suspended state machine that is gone on with, or null: given the framework's box, a delegate of it, or another's wrapper around that.</summary>
    public static IAsyncStateMachine? MachineOf(object? continuation)
    {
        for (int depth = 0; continuation is not null && depth < 8; depth++)
        {
            if (continuation is IAsyncStateMachine machine)
            {
                return machine;
            }

            if (continuation is Delegate { Target: { } target })
            {
                continuation = target;
            }
            else if (MachineFields.GetOrAdd(continuation.GetType(), FindMachine) is { } field)
            {
                continuation = field.GetValue(continuation);
            }
            else
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The execution context in which a suspended async method will go on, given the task that is its box; or null.</summary>
    public static ExecutionContext? ContextOf(Task task) => StateObject?.GetValue(task) as ExecutionContext;

    /// <summary>The object by which the framework knows an async method, given that, a delegate of it, or another's wrapper around that; null if it is no async method's.</summary>
    public static object? BoxOf(object? continuation)
    {
        for (int depth = 0; continuation is not null && depth < 8; depth++)
        {
            if (continuation is Delegate { Target: { } target })
            {
                continuation = target;
            }
            else if (MachineFields.GetOrAdd(continuation.GetType(), FindMachine) is { } field)
            {
                if (field.Name == "StateMachine")
                {
                    return continuation;
                }

                // A channel's operation calls a delegate of the framework's with what goes on.
                continuation = StateField(continuation)?.GetValue(continuation) ?? field.GetValue(continuation);
            }
            else
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>What a step does that goes on with a continuation or runs a work item.</summary>
    public static StepSubject SubjectOf(object? work) =>
        BoxOf(work) is { } box && MachineOf(box) is { } machine
            ? StateOf(machine) >= 0 ? new StepSubject(box, StepAct.Resume, Method(machine), Line(machine)) : new StepSubject(box, StepAct.Start, Method(machine), null)
            : DelegateOf(work) is { } called ? new StepSubject(work, StepAct.Start, Describer.Method(called.Method), Describer.Beginning(called.Method))
            : new StepSubject(null, StepAct.Callback, null, null, Describe(work));

    /// <summary>What a step does that lets a timer fire.</summary>
    /// <param name="awakens">What the timer lets go, if that is known.</param>
    /// <param name="description">What the timer is, if nobody is known to wait for it.</param>
    public static StepSubject TimerOf(object? awakens, string description) =>
        AwaitersOf(awakens).FirstOrDefault() is { } method
            ? new StepSubject(method.Box, StepAct.Timer, method.Method, method.At, $"timer of {SuspendedMethod.Describe(awakens)}")
            : new StepSubject(null, StepAct.Timer, null, null, description);

    /// <summary>
    /// The async methods that go on, at once or by way of the framework's combinators, when something completes: a task, a source of one, a delegate.
    /// </summary>
    public static IEnumerable<SuspendedMethod> AwaitersOf(object? completed)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var left = new Stack<object?>([completed]);
        while (left.TryPop(out object? at))
        {
            if (at is null || !seen.Add(at))
            {
                continue;
            }

            if (at is Delegate { Target: { } target } || (at is not Task && MachineFields.GetOrAdd(at.GetType(), FindMachine) is { } field && (target = field.GetValue(at)) is not null))
            {
                left.Push(target);
            }
            else if (MachineOf(at) is { } machine && SuspendedMethod.Of(machine, at as Task) is { } method)
            {
                yield return method;
            }
            else if (at is List<object?> several)
            {
                several.ForEach(left.Push);
            }
            else if (at is Task task)
            {
                left.Push(ContinuationObject?.GetValue(task));
            }
            else
            {
                left.Push(SourceContinuation(at));
            }
        }
    }

    /// <summary>"continuation of Orders.Place at Orders.cs:31", or what else it is.</summary>
    public static string Describe(object? work)
    {
        if (MachineOf(work) is { } machine)
        {
            return $"continuation of {Method(machine)}{(Line(machine) is { } at ? $" at {at}" : "")}";
        }

        return DelegateOf(work) is { } called ? Describer.Method(called.Method)
            : work is null ? "nothing"
            : work.GetType().Name.Split('`')[0];
    }

    /// <summary>The async method that a state machine is of, as its author wrote it.</summary>
    public static string Method(IAsyncStateMachine machine) => Describer.StateMachine(machine.GetType());

    /// <summary>The line of the await at which it stands, or null.</summary>
    public static SourceLine? Line(IAsyncStateMachine machine) => Describer.Line(machine.GetType(), StateOf(machine));

    /// <summary>The number of the await at which it stands, from 0 in order of the source; -1 while it runs, -2 once it has ended.</summary>
    public static int StateOf(IAsyncStateMachine machine) =>
        machine.GetType().GetField("<>1__state", Fields)?.GetValue(machine) is int state ? state : -1;

    /// <summary>
    /// By what the scheduler knows whose step a continuation is: the method that goes on. The same in every process; 0 if it is no async method's.
    /// </summary>
    /// <param name="type">The type of the box; its last type argument is the method's state machine.</param>
    /// <param name="continuation">The continuation, if its type is not a box: in a run that is told in full, and under a debugger, the framework wraps it.</param>
    public static ulong OwnerOf(Type type, object? continuation) =>
        type.IsConstructedGenericType ? OwnerOfMachine(type.GenericTypeArguments[^1])
        : MachineOf(continuation) is { } machine ? OwnerOfMachine(machine.GetType())
        : 0;

    private static ulong OwnerOfMachine(Type machine) => Owners.GetOrAdd(machine, static named =>
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (char c in $"{named.Assembly.GetName().Name} {named.DeclaringType?.FullName} {named.Name}")
        {
            hash = (hash ^ c) * 0x100000001B3;
        }

        return hash | 1;
    });

    private static FieldInfo? StateField(object operation)
    {
        for (Type? type = operation.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetField("_continuationState", Fields | BindingFlags.DeclaredOnly) is { } field)
            {
                return field;
            }
        }

        return null;
    }

    // What a source of a ValueTask, a PeriodicTimer's say, keeps of who awaits it.
    private static object? SourceContinuation(object source)
    {
        foreach (FieldInfo field in source.GetType().GetFields(Fields))
        {
            if (field.FieldType.Name == "ManualResetValueTaskSourceCore`1" && field.GetValue(source) is { } core)
            {
                return core.GetType().GetField("_continuationState", Fields)?.GetValue(core);
            }
        }

        return null;
    }

    // The box of a suspended method holds its state machine; wrappers of a continuation hold that.
    private static FieldInfo? FindMachine(Type type)
    {
        for (Type? at = type; at is not null; at = at.BaseType)
        {
            foreach (string name in new[] { "StateMachine", "_continuation", "m_action", "_action" })
            {
                if (at.GetField(name, Fields | BindingFlags.DeclaredOnly) is { } field
                    && (name == "StateMachine" || typeof(Delegate).IsAssignableFrom(field.FieldType)))
                {
                    return field;
                }
            }
        }

        return null;
    }

    /// <summary>The delegate that a work item, a task or a timer calls, or null.</summary>
    public static Delegate? DelegateOf(object? work)
    {
        if (work is null or Delegate)
        {
            return work as Delegate;
        }

        for (Type? type = work.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(Fields | BindingFlags.DeclaredOnly))
            {
                if (field.Name is "m_action" or "_callback" or "_timerCallback" or "_action" && field.GetValue(work) is Delegate found)
                {
                    return found;
                }
            }
        }

        return null;
    }
}
