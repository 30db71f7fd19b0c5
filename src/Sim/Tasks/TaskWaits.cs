using SimAsync.Kernel;

namespace SimAsync.Tasks;

/// <summary>Tells, for messages, what each task waits for.</summary>
internal static class TaskWaits
{
    public static IReadOnlyList<SimWait> Describe(SimLoop loop, TaskRegistry registry) =>
    [
        .. registry.Pending().Select(task => loop.Blocked.FirstOrDefault(step => step.Task == task) is { } step ? Blocked(step, task.Name) : Wait(task)),
        .. loop.Blocked.Where(static step => step.Task is null).Select(static step => Blocked(step, "plain code")),
    ];

    public static string Describe(TaskCore task) => task.IsSleeping
        ? "a sleep"
        : task.Waiter is { } future ? future.Describe() : "its turn";

    private static SimWait Blocked(BlockedStep step, string name) => new(
        step.Path.ToString(), name, $"{step.Call.Name}, blocking its thread,", [], step.Call.Method, step.Call.At, step.SinceTime, step.SinceStep);

    private static SimWait Wait(TaskCore task)
    {
        IReadOnlyList<StackEntry> stack = task.GetStack(null);

        // Of the coroutines that it stands in, the innermost that is the user's says most; one of SimAsync's own says nothing.
        StackEntry? at = stack.LastOrDefault(static entry => !entry.IsOwn);
        return new SimWait(
            task.Path.ToString(),
            task.Name,
            Describe(task),
            [.. (task.Waiter as IHeld)?.Holders.Select(static holder => holder.Path) ?? []],
            at?.Method,
            at?.At,
            new TimeSpan(task.SinceTicks),
            task.SinceStep);
    }
}

/// <summary>A future that stands for something which tasks hold.</summary>
internal interface IHeld
{
    IEnumerable<ISimTask> Holders { get; }
}
