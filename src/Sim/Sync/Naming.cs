using SimAsync.Tasks;

namespace SimAsync.Sync;

/// <summary>How primitives are called in messages.</summary>
internal static class Naming
{
    public static string Of(string kind, string? name) => name is null ? $"a {kind}" : $"{kind} '{name}'";

    /// <summary>Tells a run's trace, if there is one, that something was taken or let go.</summary>
    /// <param name="did">What was done: <c>released</c>.</param>
    /// <param name="kind">To what kind of thing.</param>
    /// <param name="name">Its name, or null.</param>
    /// <param name="letsGo">Whether others may go on by it.</param>
    public static void Tell(string did, string kind, string? name, bool letsGo)
    {
        if (SimLoop.Current is { Trace: { } trace } loop)
        {
            trace.Add(new TraceEvent.Used(loop.StepCount, loop.Time, loop.CurrentTask?.ToString() ?? loop.CurrentPath.ToString(), $"{did} {Of(kind, name)}", letsGo));
        }
    }

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
