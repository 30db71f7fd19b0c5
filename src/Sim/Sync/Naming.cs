using SimAsync.Tasks;

namespace SimAsync.Sync;

/// <summary>How primitives are called in messages.</summary>
internal static class Naming
{
    public static string Of(string kind, string? name) => name is null ? $"a {kind}" : $"{kind} '{name}'";

    /// <summary>What tasks that have ended hold: who they are, if that is known.</summary>
    public static string Left(string what, IReadOnlyList<ISimTask> by) =>
        by.Count == 0 ? what : $"{what}, by {string.Join(", ", by.Select(static task => $"{task.Path} '{task.Name}', which {(task.IsCancelled ? "was cancelled" : "has ended")}"))}";

    /// <summary>Who holds something, in a debugger; empty if nobody does.</summary>
    public static string Held(IEnumerable<ISimTask?> by) => Shown.Names(", held by ", by.OfType<ISimTask>().Select(static task => $"{task.Path} '{task.Name}'"));

    /// <summary>Who queues, in a debugger; empty if nobody does.</summary>
    public static string Queue(IEnumerable<SyncWaiter> waiters, string why = "") =>
        Shown.Names($", waiting{(why.Length == 0 ? "" : $" {why}")}: ", waiters.SelectMany(Shown.Waiting));

    /// <summary>The task that is running, as its users see it; null in a callback.</summary>
    public static ISimTask? CurrentTask => (SimLoop.Current?.CurrentTask as TaskCore)?.Face as ISimTask;
}
