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
        On = new(F.On, "on", K.Text) { Required = true },
        Bind = new(F.As, "as", K.Text),
        Operand = new(F.Of, "of", K.Operand) { Required = true },
        Operands = new(F.Of, "of", K.Operands) { Required = true },
        Call = new(F.Call, "call", K.Text) { Required = true },
        Into = new(F.Into, "into", K.Text),
        Source = new(F.From, "from", K.Text),
        Text = new(F.Text, "text", K.Text) { Required = true },
        Name = new(F.Name, "name", K.Text),
        Variable = new(F.Var, "var", K.Text) { Required = true },
        Type = new(F.Type, "type", K.Text) { Required = true, Choices = Raisable },
        Message = new(F.Message, "msg", K.Text),
        Value = new(F.Value, "value", K.Scalar),
        Body = new(F.Body, "body", K.Body) { Required = true },
        Ms = new FieldSpec(F.Ms, "ms", K.Whole).Must().Within(-LongTime, LongTime),
        MsOrNull = new FieldSpec(F.Ms, "ms", K.WholeOrNull).Within(-LongTime, LongTime),
        Timeout = new FieldSpec(F.Timeout, "timeout", K.WholeOrNull).Within(-LongTime, LongTime);

    private static readonly StatementSpec[] Table =
    [
        // Plain control
        new(StatementKind.Log, "log", Text),
        new(StatementKind.Sleep, "sleep", Ms, Value, Into),
        new(StatementKind.Yield, "yield", Into),
        new(StatementKind.Return, "return", Value, Source) { Either = (F.Value, F.From) },
        new(StatementKind.Raise, "raise", Type, Message),
        new(StatementKind.Reraise, "reraise"),
        new(StatementKind.Try, "try", Body, new(F.Except, "except", K.Clauses), new(F.Finally, "finally", K.Body)),
        new(StatementKind.Repeat, "repeat", new FieldSpec(F.Times, "times", K.Whole).Must().Within(0, Million), Body),

        // Tasks, futures, coroutines
        new(StatementKind.Task, "task", Bind, Call, Name, new(F.In, "in", K.Text), new(F.Eager, "eager", K.Flag), Into),
        new(StatementKind.Coro, "coro", Bind, Call, Into),
        new(StatementKind.Future, "future", Bind, Into),
        new(StatementKind.SetResult, "set_result", On, Value, Into),
        new(StatementKind.SetException, "set_exception", On, Type, Message, Into),
        new(StatementKind.Await, "await", On with { Required = false }, Call with { Required = false }, Into) { Either = (F.On, F.Call), NeedsOne = true },
        new(StatementKind.Cancel, "cancel", On, Message, Into),
        new(StatementKind.Uncancel, "uncancel", On, Into),
        new(StatementKind.Cancelling, "cancelling", On, Into),
        new(StatementKind.State, "state", On, Into),
        new(StatementKind.Result, "result", On, Into),
        new(StatementKind.Exception, "exception", On, Into),
        new(StatementKind.CurrentTask, "current_task", Into),
        new(StatementKind.AllTasks, "all_tasks", Into),
        new(StatementKind.SetName, "set_name", On, Name.Must(), Into),

        // Combinators
        new(StatementKind.Gather, "gather", Operands, new(F.ReturnExceptions, "return_exceptions", K.Flag), Bind, Into),
        new(StatementKind.Wait, "wait", Operands, Timeout, new(F.ReturnWhen, "return_when", K.Text)
        {
            Choices = ["ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION"],
            Default = "ALL_COMPLETED",
        }, Into),
        new(StatementKind.WaitFor, "wait_for", Operand, Timeout, Into),
        new(StatementKind.Shield, "shield", Operand, Bind, Into),
        new(StatementKind.AsCompleted, "as_completed", Operands, Timeout, new(F.Async, "async", K.Flag)),
        new(StatementKind.Timeout, "timeout", MsOrNull, Bind, Body),
        new(StatementKind.TimeoutAt, "timeout_at", new FieldSpec(F.At, "at", K.WholeOrNull).Within(-LongTime, LongTime), Bind, Body),
        new(StatementKind.Reschedule, "reschedule", On, MsOrNull, Into),
        new(StatementKind.Expired, "expired", On, Into),
        new(StatementKind.When, "when", On, Into),
        new(StatementKind.Group, "group", Bind, Body),

        // Callbacks and context
        new(StatementKind.OnDone, "on_done", On, Text, Into),
        new(StatementKind.CallSoon, "call_soon", Text, Bind, Into),
        new(StatementKind.CallLater, "call_later", Ms, Text, Bind, Into),
        new(StatementKind.SetVar, "set_var", Variable, Value.Must(), Into),
        new(StatementKind.GetVar, "get_var", Variable, Into),

        // Synchronisation
        new(StatementKind.Lock, "lock", Bind, Into),
        new(StatementKind.Event, "event", Bind, Into),
        new(StatementKind.Condition, "condition", Bind, new(F.Lock, "lock", K.Text), Into),
        new(StatementKind.Semaphore, "semaphore", Bind, new FieldSpec(F.Value, "value", K.Whole) { Default = 1L }.Within(0, LongTime), new(F.Bounded, "bounded", K.Flag), Into),
        new(StatementKind.Barrier, "barrier", Bind, new FieldSpec(F.Parties, "parties", K.Whole).Must().Within(1, LongTime), Into),
        new(StatementKind.Queue, "queue", Bind, new FieldSpec(F.Max, "max", K.Whole) { Default = 0L }.Within(-LongTime, LongTime),
            new(F.Kind, "kind", K.Text) { Choices = ["fifo", "lifo", "priority"], Default = "fifo" }, Into),
        new(StatementKind.Hold, "hold", On, Body),
        new(StatementKind.Acquire, "acquire", On, Into),
        new(StatementKind.Release, "release", On, Into),
        new(StatementKind.Locked, "locked", On, Into),
        new(StatementKind.Set, "set", On, Into),
        new(StatementKind.Clear, "clear", On, Into),
        new(StatementKind.IsSet, "is_set", On, Into),
        new(StatementKind.WaitEvent, "wait_event", On, Into),
        new(StatementKind.WaitCondition, "wait_condition", On, Into),
        new(StatementKind.Notify, "notify", On, new FieldSpec(F.Count, "n", K.Whole) { Default = 1L }.Within(0, LongTime), Into),
        new(StatementKind.NotifyAll, "notify_all", On, Into),
        new(StatementKind.Arrive, "arrive", On, Into),
        new(StatementKind.Abort, "abort", On, Into),
        new(StatementKind.Reset, "reset", On, Into),
        new(StatementKind.BarrierState, "barrier_state", On, Into),
        new(StatementKind.Put, "put", On, Value, Into),
        new(StatementKind.Get, "get", On, Into),
        new(StatementKind.PutNowait, "put_nowait", On, Value, Into),
        new(StatementKind.GetNowait, "get_nowait", On, Into),
        new(StatementKind.TaskDone, "task_done", On, Into),
        new(StatementKind.Join, "join", On, Into),
        new(StatementKind.Size, "size", On, Into),
        new(StatementKind.Shutdown, "shutdown", On, new(F.Immediate, "immediate", K.Flag), Into),

        // Shared variables
        new(StatementKind.Cell, "cell", Bind, Value with { Default = 0L }, Into),
        new(StatementKind.Load, "load", On, Into),
        new(StatementKind.Store, "store", On, Value, Source, new(F.Plus, "plus", K.Number), Into) { Either = (F.Value, F.From) },
        new(StatementKind.Check, "check", On, new FieldSpec(F.Expected, "equals", K.Scalar).Must(), Into),
    ];

    private static readonly Dictionary<string, StatementSpec> ByName = Table.ToDictionary(s => s.Name);
    private static readonly StatementSpec[] ByKind = [.. Table.OrderBy(s => s.Op)];

    /// <summary>The names of all ops, in the table's order.</summary>
    public static IEnumerable<string> Names => Table.Select(s => s.Name);

    /// <summary>The op of a kind.</summary>
    public static StatementSpec Of(StatementKind kind) => ByKind[(int)kind];

    /// <summary>The op with a name on the wire, or null.</summary>
    public static StatementSpec? Find(string name) => ByName.GetValueOrDefault(name);
}
