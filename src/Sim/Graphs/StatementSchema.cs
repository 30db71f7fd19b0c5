using F = SimAsync.Graphs.StatementField;
using K = SimAsync.Graphs.FieldKind;

namespace SimAsync.Graphs;

/// <summary>
/// The one table of the format: each op with its name and fields. The reader, the writer, the check of graphs made in code
/// and the titles of traces all go by it.
/// </summary>
internal static class StatementSchema
{
    /// <summary>The exceptions that <c>raise</c> and <c>set_exception</c> can make.</summary>
    public static readonly IReadOnlyList<string> Raisable =
        ["ValueError", "KeyError", "RuntimeError", "TimeoutError", "CancelledError"];

    /// <summary>The exceptions that an except clause can name.</summary>
    public static readonly IReadOnlyList<string> Catchable =
    [
        "BaseException", "Exception", "InvalidStateError", "TypeError", "NameError", "AssertionError", "ExceptionGroup",
        "BaseExceptionGroup", "QueueEmpty", "QueueFull", "QueueShutDown", "BrokenBarrierError", .. Raisable,
    ];

    /// <summary>The type of an except clause.</summary>
    public static readonly FieldSpec ClauseType = new(F.Type, "type", K.Text) { Required = true, Choices = Catchable };

    private const long Million = 1_000_000;
    private const long LongTime = 1_000_000_000_000;

    private static readonly FieldSpec
        on = new(F.On, "on", K.Text) { Required = true },
        bind = new(F.As, "as", K.Text),
        operand = new(F.Of, "of", K.Operand) { Required = true },
        operands = new(F.Of, "of", K.Operands) { Required = true },
        call = new(F.Call, "call", K.Text) { Required = true },
        into = new(F.Into, "into", K.Text),
        source = new(F.From, "from", K.Text),
        text = new(F.Text, "text", K.Text) { Required = true },
        name = new(F.Name, "name", K.Text),
        variable = new(F.Var, "var", K.Text) { Required = true },
        type = new(F.Type, "type", K.Text) { Required = true, Choices = Raisable },
        message = new(F.Message, "msg", K.Text),
        value = new(F.Value, "value", K.Scalar),
        body = new(F.Body, "body", K.Body) { Required = true },
        ms = new FieldSpec(F.Ms, "ms", K.Whole).Must().Within(-LongTime, LongTime),
        msOrNull = new FieldSpec(F.Ms, "ms", K.WholeOrNull).Within(-LongTime, LongTime),
        timeout = new FieldSpec(F.Timeout, "timeout", K.WholeOrNull).Within(-LongTime, LongTime);

    private static readonly StatementSpec[] table =
    [
        // Plain control
        new(StatementKind.Log, "log", text),
        new(StatementKind.Sleep, "sleep", ms, value, into),
        new(StatementKind.Yield, "yield", into),
        new(StatementKind.Return, "return", value, source) { Either = (F.Value, F.From) },
        new(StatementKind.Raise, "raise", type, message),
        new(StatementKind.Reraise, "reraise"),
        new(StatementKind.Try, "try", body, new(F.Except, "except", K.Clauses), new(F.Finally, "finally", K.Body)),
        new(StatementKind.Repeat, "repeat", new FieldSpec(F.Times, "times", K.Whole).Must().Within(0, Million), body),

        // Tasks, futures, coroutines
        new(StatementKind.Task, "task", bind, call, name, new(F.In, "in", K.Text), new(F.Eager, "eager", K.Flag), into),
        new(StatementKind.Coro, "coro", bind, call, into),
        new(StatementKind.Future, "future", bind, into),
        new(StatementKind.SetResult, "set_result", on, value, into),
        new(StatementKind.SetException, "set_exception", on, type, message, into),
        new(StatementKind.Await, "await", on with { Required = false }, call with { Required = false }, into) { Either = (F.On, F.Call), NeedsOne = true },
        new(StatementKind.Cancel, "cancel", on, message, into),
        new(StatementKind.Uncancel, "uncancel", on, into),
        new(StatementKind.Cancelling, "cancelling", on, into),
        new(StatementKind.State, "state", on, into),
        new(StatementKind.Result, "result", on, into),
        new(StatementKind.Exception, "exception", on, into),
        new(StatementKind.CurrentTask, "current_task", into),
        new(StatementKind.AllTasks, "all_tasks", into),
        new(StatementKind.SetName, "set_name", on, name.Must(), into),

        // Combinators
        new(StatementKind.Gather, "gather", operands, new(F.ReturnExceptions, "return_exceptions", K.Flag), bind, into),
        new(StatementKind.Wait, "wait", operands, timeout, new(F.ReturnWhen, "return_when", K.Text)
        {
            Choices = ["ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION"],
            Default = "ALL_COMPLETED",
        }, into),
        new(StatementKind.WaitFor, "wait_for", operand, timeout, into),
        new(StatementKind.Shield, "shield", operand, bind, into),
        new(StatementKind.AsCompleted, "as_completed", operands, timeout, new(F.Async, "async", K.Flag)),
        new(StatementKind.Timeout, "timeout", msOrNull, bind, body),
        new(StatementKind.TimeoutAt, "timeout_at", new FieldSpec(F.At, "at", K.WholeOrNull).Within(-LongTime, LongTime), bind, body),
        new(StatementKind.Reschedule, "reschedule", on, msOrNull, into),
        new(StatementKind.Expired, "expired", on, into),
        new(StatementKind.When, "when", on, into),
        new(StatementKind.Group, "group", bind, body),

        // Callbacks and context
        new(StatementKind.OnDone, "on_done", on, text, into),
        new(StatementKind.CallSoon, "call_soon", text, bind, into),
        new(StatementKind.CallLater, "call_later", ms, text, bind, into),
        new(StatementKind.SetVar, "set_var", variable, value.Must(), into),
        new(StatementKind.GetVar, "get_var", variable, into),

        // Synchronisation
        new(StatementKind.Lock, "lock", bind, into),
        new(StatementKind.Event, "event", bind, into),
        new(StatementKind.Condition, "condition", bind, new(F.Lock, "lock", K.Text), into),
        new(StatementKind.Semaphore, "semaphore", bind, new FieldSpec(F.Value, "value", K.Whole) { Default = 1L }.Within(0, LongTime), new(F.Bounded, "bounded", K.Flag), into),
        new(StatementKind.Barrier, "barrier", bind, new FieldSpec(F.Parties, "parties", K.Whole).Must().Within(1, LongTime), into),
        new(StatementKind.Queue, "queue", bind, new FieldSpec(F.Max, "max", K.Whole) { Default = 0L }.Within(-LongTime, LongTime),
            new(F.Kind, "kind", K.Text) { Choices = ["fifo", "lifo", "priority"], Default = "fifo" }, into),
        new(StatementKind.Hold, "hold", on, body),
        new(StatementKind.Acquire, "acquire", on, into),
        new(StatementKind.Release, "release", on, into),
        new(StatementKind.Locked, "locked", on, into),
        new(StatementKind.Set, "set", on, into),
        new(StatementKind.Clear, "clear", on, into),
        new(StatementKind.IsSet, "is_set", on, into),
        new(StatementKind.WaitEvent, "wait_event", on, into),
        new(StatementKind.WaitCondition, "wait_condition", on, into),
        new(StatementKind.Notify, "notify", on, new FieldSpec(F.Count, "n", K.Whole) { Default = 1L }.Within(0, LongTime), into),
        new(StatementKind.NotifyAll, "notify_all", on, into),
        new(StatementKind.Arrive, "arrive", on, into),
        new(StatementKind.Abort, "abort", on, into),
        new(StatementKind.Reset, "reset", on, into),
        new(StatementKind.BarrierState, "barrier_state", on, into),
        new(StatementKind.Put, "put", on, value, into),
        new(StatementKind.Get, "get", on, into),
        new(StatementKind.PutNowait, "put_nowait", on, value, into),
        new(StatementKind.GetNowait, "get_nowait", on, into),
        new(StatementKind.TaskDone, "task_done", on, into),
        new(StatementKind.Join, "join", on, into),
        new(StatementKind.Size, "size", on, into),
        new(StatementKind.Shutdown, "shutdown", on, new(F.Immediate, "immediate", K.Flag), into),

        // Shared variables
        new(StatementKind.Cell, "cell", bind, value with { Default = 0L }, into),
        new(StatementKind.Load, "load", on, into),
        new(StatementKind.Store, "store", on, value, source, new(F.Plus, "plus", K.Number), into) { Either = (F.Value, F.From) },
        new(StatementKind.Check, "check", on, new FieldSpec(F.Expected, "equals", K.Scalar).Must(), into),
    ];

    private static readonly Dictionary<string, StatementSpec> byName = table.ToDictionary(s => s.Name);
    private static readonly StatementSpec[] byKind = [.. table.OrderBy(s => s.Op)];

    /// <summary>The names of all ops, in the table's order.</summary>
    public static IEnumerable<string> Names => table.Select(s => s.Name);

    /// <summary>The op of a kind.</summary>
    public static StatementSpec Of(StatementKind kind) => byKind[(int)kind];

    /// <summary>The op with a name on the wire, or null.</summary>
    public static StatementSpec? Find(string name) => byName.GetValueOrDefault(name);
}
