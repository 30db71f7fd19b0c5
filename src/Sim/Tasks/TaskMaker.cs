namespace SimAsync.Tasks;

/// <summary>Makes tasks: CPython's <c>loop.create_task</c>.</summary>
internal static class TaskMaker
{
    public static SimTask<T> Create<T>(SimLoop loop, Coroutine<T> coroutine, string? name, ExecutionContext? context, bool? eager)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return new SimTask<T>(loop, coroutine, new TaskSettings(name, context, eager ?? loop.EagerTasks));
    }

    public static SimFuture Create(SimLoop loop, Coroutine coroutine, string? name, ExecutionContext? context, bool? eager)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return coroutine.MakeTask(loop, new TaskSettings(name, context, eager ?? loop.EagerTasks));
    }
}
