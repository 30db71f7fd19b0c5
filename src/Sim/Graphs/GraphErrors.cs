namespace SimAsync.Graphs;

/// <summary>How exceptions are called in graphs: by CPython's names.</summary>
internal static class GraphErrors
{
    /// <summary>False for what is none of the graph's business: a fault of the simulation, or the end of the run.</summary>
    public static bool IsOfTheGraph(Exception e) => e is not (SimulationBugException or SimulationException);

    /// <summary>The exception that a graph raises, or sets.</summary>
    public static Exception Raised(string type, string? message)
    {
        message = string.IsNullOrEmpty(message) ? null : message;
        return type == "CancelledError" ? new CancelledException(message) : new GraphFault(type, message);
    }

    public static string NameOf(Exception e) => e switch
    {
        GraphFault fault => fault.Type,
        OperationCanceledException => "CancelledError",
        AggregateException => "ExceptionGroup",
        TimeoutException => "TimeoutError",
        InvalidStateException => "InvalidStateError",
        QueueEmptyException => "QueueEmpty",
        QueueFullException => "QueueFull",
        QueueShutDownException => "QueueShutDown",
        BrokenBarrierException => "BrokenBarrierError",
        SemaphoreFullException or ArgumentException or Tasks.SelfAwaitException => "ValueError",
        Tasks.TaskRingException => "RecursionError",
        InvalidOperationException => "RuntimeError",
        _ => e.GetType().Name,
    };

    public static string Describe(Exception e) => e switch
    {
        AggregateException group => $"ExceptionGroup[{string.Join("; ", group.InnerExceptions.Select(Describe))}]",
        GraphFault { Given: { } message } => $"{NameOf(e)}: {message}",
        CancelledException { CancelMessage: { Length: > 0 } message } => $"{NameOf(e)}: {message}",
        _ => NameOf(e),
    };

    /// <summary>Whether an except clause of this type catches it.</summary>
    public static bool Matches(Exception e, string type) => type switch
    {
        "BaseException" => true,
        "Exception" => e is not OperationCanceledException,
        "BaseExceptionGroup" => e is AggregateException,
        "RuntimeError" => NameOf(e) is "RuntimeError" or "BrokenBarrierError" or "RecursionError",
        _ => NameOf(e) == type,
    };
}
