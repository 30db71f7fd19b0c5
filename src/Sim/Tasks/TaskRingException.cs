namespace SimAsync.Tasks;

/// <summary>A cancellation met tasks that await each other in a ring, and <see cref="RunOptions.RaiseOnRings"/> asks for an error.</summary>
internal sealed class TaskRingException(TaskCore task)
    : InvalidOperationException($"{task} is in a ring of tasks that await each other: a cancellation cannot reach its end. (CPython: RecursionError.)");
