namespace SimAsync.Graphs;

/// <content>The fields. Which op has which of them, and which it needs, is in <see cref="StatementSchema"/>.</content>
public sealed partial record Statement
{
    /// <summary>The handle that the statement works on.</summary>
    public string? On { get => (string?)Read(StatementField.On); init => slots = WithUnlessNull(StatementField.On, value); }

    /// <summary>The handle that it binds.</summary>
    public string? As { get => (string?)Read(StatementField.As); init => slots = WithUnlessNull(StatementField.As, value); }

    /// <summary>What a combinator takes, in order; exactly one for <c>wait_for</c> and <c>shield</c>.</summary>
    public IReadOnlyList<Operand> Of { get => ReadList<Operand>(StatementField.Of); init => slots = With(StatementField.Of, value.ToArray()); }

    /// <summary>The coroutine that is called.</summary>
    public string? Call { get => (string?)Read(StatementField.Call); init => slots = WithUnlessNull(StatementField.Call, value); }

    /// <summary>The task group in which the task is made; null for none.</summary>
    public string? In { get => (string?)Read(StatementField.In); init => slots = WithUnlessNull(StatementField.In, value); }

    /// <summary>A task's name. On <c>task</c>, null for none given, and an empty one means the name of the coroutine called.</summary>
    public string? Name { get => (string?)Read(StatementField.Name); init => slots = WithUnlessNull(StatementField.Name, value); }

    /// <summary>The type of the exception that is raised or set.</summary>
    public string? Type { get => (string?)Read(StatementField.Type); init => slots = WithUnlessNull(StatementField.Type, value); }

    /// <summary>The message of an exception or a cancellation (<c>msg</c>); null or empty for none.</summary>
    public string? Message { get => (string?)Read(StatementField.Message); init => slots = WithUnlessNull(StatementField.Message, value); }

    /// <summary>What a log or a callback records.</summary>
    public string? Text { get => (string?)Read(StatementField.Text); init => slots = WithUnlessNull(StatementField.Text, value); }

    /// <summary>Milliseconds, from -10^12 to 10^12; negative as 0. Null, for timeouts: never.</summary>
    public long? Ms { get => (long?)Read(StatementField.Ms); init => slots = With(StatementField.Ms, value); }

    /// <summary>An instant in milliseconds since the run began, from -10^12 to 10^12. Null: never.</summary>
    public long? At { get => (long?)Read(StatementField.At); init => slots = With(StatementField.At, value); }

    /// <summary>Milliseconds, from -10^12 to 10^12; 0 or less strikes at once. Null or absent: never.</summary>
    public long? Timeout { get => (long?)Read(StatementField.Timeout); init => slots = With(StatementField.Timeout, value); }

    /// <summary>
    /// A value: null, bool, whole number, double or string. Absent it reads as null, but 0 for a cell and 1 for a semaphore,
    /// whose value is a whole number from 0 to 10^12.
    /// </summary>
    public object? Value { get => Read(StatementField.Value); init => slots = With(StatementField.Value, GraphValue.Normal(value)); }

    /// <summary>The local whose value is meant.</summary>
    public string? From { get => (string?)Read(StatementField.From); init => slots = WithUnlessNull(StatementField.From, value); }

    /// <summary>A whole number or a double that is added; null for none.</summary>
    public object? Plus { get => Read(StatementField.Plus); init => slots = WithUnlessNull(StatementField.Plus, GraphValue.Normal(value)); }

    /// <summary>What <c>check</c> wants to find (<c>equals</c>).</summary>
    public object? Expected { get => Read(StatementField.Expected); init => slots = With(StatementField.Expected, GraphValue.Normal(value)); }

    /// <summary>The local that takes the statement's value.</summary>
    public string? Into { get => (string?)Read(StatementField.Into); init => slots = WithUnlessNull(StatementField.Into, value); }

    /// <summary>The context variable.</summary>
    public string? Var { get => (string?)Read(StatementField.Var); init => slots = WithUnlessNull(StatementField.Var, value); }

    /// <summary>How often a body is run, from 0 to 10^6.</summary>
    public long Times { get => (long?)Read(StatementField.Times) ?? 0; init => slots = With(StatementField.Times, value); }

    /// <summary>Whether the task starts eagerly whatever the graph says; false by default.</summary>
    public bool Eager { get => Read(StatementField.Eager) is true; init => slots = WithFlag(StatementField.Eager, value); }

    /// <summary>Whether a gather takes exceptions for results; false by default.</summary>
    public bool ReturnExceptions { get => Read(StatementField.ReturnExceptions) is true; init => slots = WithFlag(StatementField.ReturnExceptions, value); }

    /// <summary>ALL_COMPLETED, the default, FIRST_COMPLETED or FIRST_EXCEPTION.</summary>
    public string? ReturnWhen { get => (string?)Read(StatementField.ReturnWhen); init => slots = WithUnlessNull(StatementField.ReturnWhen, value); }

    /// <summary>Whether <c>as_completed</c> is <c>async for</c>, which gives the futures themselves; false by default.</summary>
    public bool Async { get => Read(StatementField.Async) is true; init => slots = WithFlag(StatementField.Async, value); }

    /// <summary>A queue's kind: fifo, the default, lifo or priority.</summary>
    public string? Kind { get => (string?)Read(StatementField.Kind); init => slots = WithUnlessNull(StatementField.Kind, value); }

    /// <summary>How many items a queue holds, up to 10^12; 0, the default, or less: any number.</summary>
    public long Max { get => (long?)Read(StatementField.Max) ?? 0; init => slots = With(StatementField.Max, value); }

    /// <summary>How many a barrier waits for, from 1 to 10^12.</summary>
    public long Parties { get => (long?)Read(StatementField.Parties) ?? 0; init => slots = With(StatementField.Parties, value); }

    /// <summary>Whether a semaphore refuses more releases than acquires; false by default.</summary>
    public bool Bounded { get => Read(StatementField.Bounded) is true; init => slots = WithFlag(StatementField.Bounded, value); }

    /// <summary>The lock that a condition uses; null for one of its own.</summary>
    public string? Lock { get => (string?)Read(StatementField.Lock); init => slots = WithUnlessNull(StatementField.Lock, value); }

    /// <summary>How many are notified (<c>n</c>), from 0 to 10^12; 1 by default.</summary>
    public long Count { get => (long?)Read(StatementField.Count) ?? 0; init => slots = With(StatementField.Count, value); }

    /// <summary>Whether a queue is emptied on shutting it down; false by default.</summary>
    public bool Immediate { get => Read(StatementField.Immediate) is true; init => slots = WithFlag(StatementField.Immediate, value); }

    /// <summary>The body of a block.</summary>
    public IReadOnlyList<Statement> Body { get => ReadList<Statement>(StatementField.Body); init => slots = With(StatementField.Body, value.ToArray()); }

    /// <summary>The except clauses of a try, of which the first that matches is taken.</summary>
    public IReadOnlyList<ExceptClause> Except { get => ReadList<ExceptClause>(StatementField.Except); init => slots = With(StatementField.Except, value.ToArray()); }

    /// <summary>The finally of a try; empty when absent.</summary>
    public IReadOnlyList<Statement> Finally { get => ReadList<Statement>(StatementField.Finally); init => slots = With(StatementField.Finally, value.ToArray()); }

    /// <summary>Whether <see cref="Value"/> was given.</summary>
    public bool HasValue => Has(StatementField.Value);

    /// <summary>Whether <see cref="Ms"/> was given.</summary>
    public bool HasMs => Has(StatementField.Ms);
}
