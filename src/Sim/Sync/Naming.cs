namespace SimAsync.Sync;

/// <summary>How primitives are called in messages.</summary>
internal static class Naming
{
    public static string Of(string kind, string? name) => name is null ? $"a {kind}" : $"{kind} '{name}'";

    /// <summary>What tasks that have ended hold: who they are, if that is known.</summary>
    public static string Left(string what, IReadOnlyList<ISimTask> by) =>
        by.Count == 0 ? what : $"{what}, by {string.Join(", ", by.Select(static task => $"{task.Path} '{task.Name}', which {(task.IsCancelled ? "was cancelled" : "has ended")}"))}";

    /// <summary>The task that is running, as its users see it; null in a callback.</summary>
    public static ISimTask? CurrentTask => (SimLoop.Current?.CurrentTask as Tasks.TaskCore)?.Face as ISimTask;
}
