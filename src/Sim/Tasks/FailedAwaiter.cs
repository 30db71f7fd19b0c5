using System.Reflection;
using System.Runtime.CompilerServices;

namespace SimAsync.Tasks;

/// <summary>
/// Makes awaiters whose <c>GetResult</c> throws. The compiled method calls that of the awaiter which it kept, so this is how a
/// cancellation is thrown at an await of a plain task: by giving it the awaiter of one that has failed.
/// </summary>
internal static class FailedAwaiter
{
    public static bool Supports(Type awaiter) => Kind(awaiter) is not null;

    public static object Make(Type awaiter, Exception thrown)
    {
        bool typed = awaiter.IsGenericType;
        object task = typed
            ? typeof(Task).GetMethod(nameof(Task.FromException), 1, [typeof(Exception)])!.MakeGenericMethod(awaiter.GenericTypeArguments).Invoke(null, [thrown])!
            : Task.FromException(thrown);

        // Nobody else sees that task: its exception counts as observed.
        _ = ((Task)task).Exception;
        return Kind(awaiter)!.Value switch
        {
            Form.Task => Call(task, "GetAwaiter"),
            Form.ConfiguredTask => Call(Call(task, "ConfigureAwait", false), "GetAwaiter"),
            Form.ValueTask => Call(ValueTaskOf(task, awaiter, typed), "GetAwaiter"),
            _ => Call(Call(ValueTaskOf(task, awaiter, typed), "ConfigureAwait", false), "GetAwaiter"),
        };
    }

    private static object ValueTaskOf(object task, Type awaiter, bool typed) => typed
        ? Activator.CreateInstance(typeof(ValueTask<>).MakeGenericType(awaiter.GenericTypeArguments), task)!
        : new ValueTask((Task)task);

    private static object Call(object target, string method, params object[] arguments) =>
        target.GetType().GetMethod(method, BindingFlags.Instance | BindingFlags.Public, [.. arguments.Select(static argument => argument.GetType())])!.Invoke(target, arguments)!;

    private static Form? Kind(Type awaiter)
    {
        Type type = awaiter.IsGenericType ? awaiter.GetGenericTypeDefinition() : awaiter;
        return type == typeof(TaskAwaiter) || type == typeof(TaskAwaiter<>) ? Form.Task
            : type == typeof(ConfiguredTaskAwaitable.ConfiguredTaskAwaiter) || type == typeof(ConfiguredTaskAwaitable<>.ConfiguredTaskAwaiter) ? Form.ConfiguredTask
            : type == typeof(ValueTaskAwaiter) || type == typeof(ValueTaskAwaiter<>) ? Form.ValueTask
            : type == typeof(ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter) || type == typeof(ConfiguredValueTaskAwaitable<>.ConfiguredValueTaskAwaiter) ? Form.ConfiguredValueTask
            : null;
    }

    private enum Form
    {
        Task,
        ConfiguredTask,
        ValueTask,
        ConfiguredValueTask,
    }
}
