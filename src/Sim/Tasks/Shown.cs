using System.Globalization;

namespace SimAsync.Tasks;

/// <summary>How a debugger shows tasks, futures and coroutines, in a line each. Only inside <see cref="SimLoop.Quietly(Func{string})"/>.</summary>
internal static class Shown
{
    private const int MostNames = 5;

    /// <summary>A future: what it is, and what has become of it.</summary>
    public static string Of(SimFuture future) => $"{future.Describe()}: {(future is ITaskFuture { Core: var task } ? State(task) : State(future))}{AwaitedBy(future)}";

    /// <summary>A coroutine.</summary>
    public static string Of(Coroutine coroutine, string state) =>
        $"{coroutine.Entry()}: {state}{(coroutine.Task is { } task ? $", in {task}" : "")}{(coroutine.Error is { } error ? $", with {Error(error)}" : "")}";

    /// <summary>A few names, and how many more there are; empty for none.</summary>
    public static string Names(string before, IEnumerable<string> all)
    {
        string[] names = [.. all];
        return names.Length == 0 ? ""
            : $"{before}{string.Join(", ", names.Take(MostNames))}{(names.Length > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {names.Length - MostNames} more") : "")}";
    }

    /// <summary>The tasks that wait for a future.</summary>
    public static IEnumerable<string> Waiting(SimFuture future) => future.Callbacks.OfType<TaskCore>().Select(static task => task.ToString());

    /// <summary>What a task does, or did.</summary>
    public static string State(TaskCore task)
    {
        if (task.Face.HasOutcome)
        {
            return State(task.Face);
        }

        if (ReferenceEquals(task.Loop.CurrentTask, task))
        {
            return "runs";
        }

        SimWait wait = TaskWaits.Wait(task);
        return $"waits for {wait.For}{Names(", held by ", wait.HeldBy)}{(wait.At is { } at ? $", in {wait.Method} at {at}" : "")}{(task.Cancelling > 0 ? ", is to be cancelled" : "")}";
    }

    // A value's own text is code of the user's, which a debugger may run and this may not.
    private static string Value(object? value) => value switch
    {
        null => "",
        string text => $", \"{text}\"",
        bool flag => flag ? ", true" : ", false",
        _ when value.GetType() is { IsPrimitive: true } or { IsEnum: true } => string.Create(CultureInfo.InvariantCulture, $", {value}"),
        _ => $", {value.GetType().Name}",
    };

    private static string State(SimFuture future) =>
        !future.HasOutcome ? "pending"
        : future.IsCancelled ? "cancelled"
        : future.HasFailed ? $"failed, {Error(future.EndedWith!)}"
        : $"done{Value(future.BoxedResult)}";

    private static string AwaitedBy(SimFuture future)
    {
        int others = future.Callbacks.Count(static callback => callback is not TaskCore and not Bookkeeper);
        return Names(", awaited by ", Waiting(future)) + (others == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {others} callback{(others == 1 ? "" : "s")}"));
    }

    private static string Error(Exception error) => $"{error.GetType().Name}: {error.Message}";
}
