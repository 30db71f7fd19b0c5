using SimAsync.Kernel;

namespace SimAsync.Tasks;

/// <summary>Tells, for messages, what each task waits for.</summary>
internal static class TaskWaits
{
    public static IReadOnlyList<SimWait> Describe(SimLoop loop, TaskRegistry registry, bool plain) =>
    [
        .. registry.Pending().Select(task => loop.Blocked.FirstOrDefault(step => step.Task == task) is { } step ? Blocked(step, task.Name) : Wait(task)),
        .. loop.Blocked.Where(static step => step.Task is null).Select(static step => Blocked(step, "plain code")),
        .. plain ? Plain(loop, registry) : [],
    ];

    public static string Describe(TaskCore task) => task.IsSleeping
        ? "a sleep"
        : task.Waiter is { } future ? future.Describe() : "its turn";

    /// <summary>
    /// The plain async methods that are suspended: all that the framework's own list has, if this run has it kept (for another run it may be kept, too, but from the
    /// middle of this one); otherwise those that a task is known to await.
    /// </summary>
    public static IReadOnlyList<SuspendedMethod> Suspended(SimLoop loop, TaskRegistry registry) =>
        (loop.ListsMethods || loop.Debug || loop.IsTraced) && loop.Edge?.Suspended() is { Count: > 0 } all ? all
        : [.. registry.Pending()
            .Where(static task => task.Waiter is IOutsideWait)
            .Select(static task => SuspendedMethod.Of(task.CopyMachine()))
            .OfType<SuspendedMethod>()
            .SelectMany(SuspendedMethod.Below)
            .Concat(loop.TestMethod is { } test && SuspendedMethod.Of(test) is { } method ? SuspendedMethod.Below(method).Prepend(method) : [])];

    /// <summary>A plain async method that is suspended.</summary>
    public static SimWait Of(SuspendedMethod method) => new("root", method.Method, method.Awaits, [], method.Method, method.At, null, null);

    // Of those that await each other the innermost that is the user's.
    private static IEnumerable<SimWait> Plain(SimLoop loop, TaskRegistry registry)
    {
        IReadOnlyList<SuspendedMethod> all = Suspended(loop, registry);
        return all
            .Where(static method => !method.AwaitsAnother)
            .Select(method => (Inner: method, Own: method.UsersOwn(all)))
            .Where(static pair => !pair.Own.IsTestFrameworks)
            .DistinctBy(static pair => pair.Own)
            .Select(static pair => new SimWait("root", pair.Own.Method, pair.Own == pair.Inner ? pair.Inner.Awaits : $"{pair.Inner.Awaits} (in {pair.Inner.Method})", [], pair.Own.Method, pair.Own.At, null, null));
    }

    public static SimWait Blocked(BlockedStep step, string name) => step.Call.IsHarness
        ? new(step.Path.ToString(), name, "the test method", [], null, null, step.SinceTime, step.SinceStep)
        : new(
        step.Path.ToString(), name, $"{step.Call.Name}, blocking its thread,", [], step.Call.Method, step.Call.At, step.SinceTime, step.SinceStep);

    public static SimWait Wait(TaskCore task)
    {
        IReadOnlyList<StackEntry> stack = task.GetStack(null);

        // Of the coroutines that it stands in, the innermost that is the user's says most; one of SimAsync's own says nothing.
        StackEntry? at = stack.LastOrDefault(static entry => !entry.IsOwn);
        return new SimWait(
            task.Path.ToString(),
            task.Name,
            Describe(task),
            [.. (task.Waiter as IHeld)?.Holders.Select(static holder => $"{holder.Path} '{holder.Name}'") ?? []],
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
