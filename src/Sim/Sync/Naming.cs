namespace SimAsync.Sync;

/// <summary>How primitives are called in messages.</summary>
internal static class Naming
{
    public static string Of(string kind, string? name) => name is null ? $"a {kind}" : $"{kind} '{name}'";

    /// <summary>The task that is running, as its users see it; null in a callback.</summary>
    public static ISimTask? CurrentTask => (SimLoop.Current?.CurrentTask as Tasks.TaskCore)?.Face as ISimTask;
}
