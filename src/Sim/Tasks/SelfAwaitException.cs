namespace SimAsync.Tasks;

/// <summary>A coroutine awaits itself, or one that awaits it: Python's "coroutine already executing".</summary>
internal sealed class SelfAwaitException(Coroutine coroutine)
    : InvalidOperationException($"The coroutine {coroutine.Name} awaits itself, so it could never end.");
