namespace SimAsync.Tasks;

/// <summary>Tells, for messages, what each task waits for.</summary>
internal static class TaskWaits
{
    public static IReadOnlyList<SimWait> Describe(TaskRegistry registry) => [.. registry.Pending().Select(Wait)];

    public static string Describe(TaskCore task) => task.IsSleeping
        ? "a sleep"
        : task.Waiter is { } future ? future.Describe() : "its turn";

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
