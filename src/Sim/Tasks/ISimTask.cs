namespace SimAsync;

/// <summary>A coroutine that runs by itself: asyncio's <c>Task</c>, whatever its result. Each is a <see cref="SimTask{T}"/>.</summary>
public interface ISimTask
{
    /// <summary>The name that it was given, or <c>Task-1</c>, <c>Task-2</c>, … in order of creation.</summary>
    string Name { get; set; }

    /// <summary>
    /// Its path of creation: <c>root.2.1</c> is the first task made by the second that the root made. The same in every interleaving.
    /// </summary>
    string Path { get; }

    /// <summary>Whether it has ended.</summary>
    bool IsDone { get; }

    /// <summary>Whether it ended with a cancellation.</summary>
    bool IsCancelled { get; }

    /// <summary>How many cancellations were requested and not taken back. CPython's <c>cancelling</c>.</summary>
    int Cancelling { get; }

    /// <summary>The execution context, with its <see cref="AsyncLocal{T}"/> values, in which its next step runs.</summary>
    ExecutionContext? Context { get; }

    /// <summary>The future that has its outcome: the task itself.</summary>
    SimFuture Future { get; }

    /// <summary>
    /// Asks it to cancel itself: <see cref="CancelledException"/> is thrown at the await at which it stands, once it gets its turn. What it
    /// awaits is cancelled first. It may catch that, clean up, and even go on.
    /// </summary>
    /// <param name="message">Goes into the exception.</param>
    /// <returns>False if it has ended already, and nothing happens.</returns>
    bool Cancel(string? message = null);

    /// <summary>Takes one request of cancellation back, by whom it came from.</summary>
    /// <returns>How many are left.</returns>
    /// <remarks>At 0 a cancellation that was merely noted is taken back; one whose exception is under way is not.</remarks>
    int Uncancel();

    /// <summary>The coroutines at which it is suspended, the outermost first; empty once it has ended.</summary>
    /// <param name="limit">At most so many, the innermost; null for all.</param>
    IReadOnlyList<StackEntry> GetStack(int? limit = null);

    /// <summary>Prints its stack, or the exception that it ended with.</summary>
    /// <param name="writer">Where to; null for standard error.</param>
    /// <param name="limit">At most so many entries, the innermost; null for all.</param>
    void PrintStack(TextWriter? writer = null, int? limit = null);
}
