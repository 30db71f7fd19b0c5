using System.Numerics;
using SimAsync.Graphs;
using static SimAsync.FsCheck.Graphs.HandleKinds;

namespace SimAsync.FsCheck.Graphs;

/// <content>The statements: how often each is made, and how.</content>
internal sealed partial class GraphBuilder
{
    private const HandleKinds Outcome = TaskHandles | Futures;
    private const HandleKinds Anything = 0;
    private const HandleKinds Holdable = Locks | Semaphores | Conditions;

    private readonly (int Weight, HandleKinds Theme, Knob Knob, Func<GraphScope, Statement?> Make)[] ops;
    private readonly int totalWeight;

    private (int Weight, HandleKinds Theme, Knob Knob, Func<GraphScope, Statement?> Make)[] Ops() =>
    [
        // Control
        (30, Anything, Knob.None, s => Into(s, new Statement { Op = StatementKind.Sleep, Ms = Chance(0.01) ? -5 : Pick(Times) }, Chance(0.3))),
        (12, Anything, Knob.None, s => new Statement { Op = StatementKind.Yield }),
        (4, Anything, Knob.None, s => new Statement { Op = StatementKind.Log, Text = Word("l") }),
        (3, Anything, Knob.None, Return),
        (9, Anything, Knob.None, s => new Statement { Op = StatementKind.Raise, Type = Pick(Errors), Message = Message("e") }),
        (2, Anything, Knob.None, s => s.Excepts > 0 || Chance(0.2) ? new Statement { Op = StatementKind.Reraise } : null),
        (4, Anything, Knob.None, Repeat),
        (8, Anything, Knob.None, s => Block(s, body => new Statement { Op = StatementKind.Try, Body = body, Except = Clauses(s, none: 0.1), Finally = Nested(s, 2) })),

        // Tasks, futures, coroutines
        (22, Anything, Knob.None, Spawn),
        (5, Anything, Knob.None, s => Callee(s) is { } call ? Into(s, new Statement { Op = StatementKind.Coro, As = Bind(s, "k", Coroutines), Call = call }) : null),
        (4, Anything, Knob.None, s => new Statement { Op = StatementKind.Future, As = Bind(s, "f", Futures) }),
        (6, Anything, Knob.None, s => Into(s, On(s, StatementKind.SetResult, Chance(0.9) ? Futures : Outcome), Chance(0.9))),
        (4, Anything, Knob.None, s => On(s, StatementKind.SetException, Chance(0.9) ? Futures : Outcome) is { } x ? x with { Type = Pick(Errors), Message = Message("x") } : null),
        (16, Anything, Knob.None, s => Into(s, On(s, StatementKind.Await, Outcome | Coroutines))),
        (8, Anything, Knob.None, s => Callee(s) is { } call ? Into(s, new Statement { Op = StatementKind.Await, Call = call }) : null),
        (14, Anything, Knob.Cancellation, s => On(s, StatementKind.Cancel, Outcome | Callbacks) is { } x ? Into(s, x with { Message = Chance(0.4) ? Message("m") : null }) : null),
        (3, Anything, Knob.Cancellation, s => Into(s, On(s, StatementKind.Uncancel, TaskHandles))),
        (4, Anything, Knob.Cancellation, s => Into(s, On(s, StatementKind.Cancelling, TaskHandles))),
        (6, Anything, Knob.None, s => Into(s, On(s, StatementKind.State, Outcome))),
        (4, Anything, Knob.None, s => Into(s, On(s, StatementKind.Result, Outcome))),
        (3, Anything, Knob.None, s => Into(s, On(s, StatementKind.Exception, Outcome))),
        (2, Anything, Knob.None, s => Into(s, new Statement { Op = StatementKind.CurrentTask })),
        (2, Anything, Knob.None, s => Into(s, new Statement { Op = StatementKind.AllTasks })),
        (2, Anything, Knob.None, s => On(s, StatementKind.SetName, TaskHandles) is { } x ? x with { Name = Word("n") } : null),

        // Combinators
        (14, Anything, Knob.Combinators, s => Operands(s, calls: true) is { } of ? Into(s, new Statement
            { Op = StatementKind.Gather, Of = of, ReturnExceptions = Chance(0.4), As = Chance(0.35) ? Bind(s, "g", Futures) : null }) : null),
        (10, Anything, Knob.Combinators, s => Operands(s, calls: Chance(0.04)) is { } of ? Into(s, Within(new Statement
            { Op = StatementKind.Wait, Of = of, ReturnWhen = Chance(0.5) ? Pick(["ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION"]) : null }, 0.5)) : null),
        (12, Anything, Knob.Timeouts, s => Operand(s) is { } of ? Into(s, Within(new Statement { Op = StatementKind.WaitFor, Of = [of] }, 1)) : null),
        (10, Anything, Knob.Combinators, s => Operand(s) is { } of ? Into(s, new Statement
            { Op = StatementKind.Shield, Of = [of], As = Chance(0.35) ? Bind(s, "o", Futures) : null }) : null),
        (7, Anything, Knob.Combinators, s => Operands(s, calls: true) is { } of ? Within(new Statement { Op = StatementKind.AsCompleted, Of = of, Async = Chance(0.3) }, 0.4) : null),
        (10, Anything, Knob.Timeouts, s => Scoped(s, "cm", Timeouts, new Statement { Op = StatementKind.Timeout, Ms = Instant() })),
        (4, Anything, Knob.Timeouts, s => Scoped(s, "cm", Timeouts, new Statement { Op = StatementKind.TimeoutAt, At = Instant() })),
        (3, Anything, Knob.Timeouts, s => On(s, StatementKind.Reschedule, Timeouts) is { } x ? x with { Ms = Instant() } : null),
        (2, Anything, Knob.Timeouts, s => Into(s, On(s, StatementKind.Expired, Timeouts))),
        (2, Anything, Knob.Timeouts, s => Into(s, On(s, StatementKind.When, Timeouts))),
        (10, Anything, Knob.Groups, s => Scoped(s, "tg", Groups, new Statement { Op = StatementKind.Group })),

        // Callbacks and context
        (4, Anything, Knob.None, s => On(s, StatementKind.OnDone, Outcome) is { } x ? x with { Text = Word("cb") } : null),
        (3, Anything, Knob.None, s => new Statement { Op = StatementKind.CallSoon, Text = Word("soon"), As = Chance(0.4) ? Bind(s, "h", Callbacks) : null }),
        (3, Anything, Knob.None, s => new Statement { Op = StatementKind.CallLater, Ms = Pick(Times), Text = Word("later"), As = Chance(0.4) ? Bind(s, "h", Callbacks) : null }),
        (2, Anything, Knob.None, s => new Statement { Op = StatementKind.SetVar, Var = Pick(["v", "u"]), Value = Value() }),
        (3, Anything, Knob.None, s => Into(s, new Statement { Op = StatementKind.GetVar, Var = Pick(["v", "u"]) })),

        // Synchronisation
        (5, Anything, Knob.Synchronisation, Primitive),
        (10, Holdable, Knob.Synchronisation, s => On(s, StatementKind.Hold, Holdable) is { } x ? Block(s, body => x with { Body = body }) : null),
        (4, Holdable, Knob.Synchronisation, s => Into(s, On(s, StatementKind.Acquire, Holdable))),
        (5, Holdable, Knob.Synchronisation, s => On(s, StatementKind.Release, Holdable)),
        (3, Holdable, Knob.Synchronisation, s => Into(s, On(s, StatementKind.Locked, Holdable))),
        (10, Events, Knob.Synchronisation, s => On(s, StatementKind.Set, Events)),
        (2, Events, Knob.Synchronisation, s => On(s, StatementKind.Clear, Events)),
        (2, Events, Knob.Synchronisation, s => Into(s, On(s, StatementKind.IsSet, Events))),
        (4, Events, Knob.Synchronisation, s => Patient(s, On(s, StatementKind.WaitEvent, Events))),
        (11, Conditions, Knob.Synchronisation, OnCondition),
        (5, Barriers, Knob.Synchronisation, s => Patient(s, On(s, StatementKind.Arrive, Barriers))),
        (1, Barriers, Knob.Synchronisation, s => On(s, StatementKind.Abort, Barriers)),
        (1, Barriers, Knob.Synchronisation, s => On(s, StatementKind.Reset, Barriers)),
        (2, Barriers, Knob.Synchronisation, s => Into(s, On(s, StatementKind.BarrierState, Barriers))),
        (12, Queues, Knob.Synchronisation, s => Patient(s, WithValue(On(s, StatementKind.Put, Queues)))),
        (7, Queues, Knob.Synchronisation, s => Patient(s, On(s, StatementKind.Get, Queues))),
        (3, Queues, Knob.Synchronisation, s => WithValue(On(s, StatementKind.PutNowait, Queues))),
        (3, Queues, Knob.Synchronisation, s => Into(s, On(s, StatementKind.GetNowait, Queues))),
        (3, Queues, Knob.Synchronisation, s => On(s, StatementKind.TaskDone, Queues)),
        (2, Queues, Knob.Synchronisation, s => Patient(s, On(s, StatementKind.Join, Queues))),
        (3, Queues, Knob.Synchronisation, s => Into(s, On(s, StatementKind.Size, Queues))),
        (1, Queues, Knob.Synchronisation, s => On(s, StatementKind.Shutdown, Queues) is { } x ? x with { Immediate = Chance(0.4) } : null),

        // Shared variables
        (4, Cells, Knob.None, s => On(s, StatementKind.Load, Cells) is { } x ? Into(s, x, always: true) : null),
        (5, Cells, Knob.None, Store),
        (2, Cells, Knob.None, s => On(s, StatementKind.Check, Cells) is { } x ? x with { Expected = Chance(0.7) ? random.Next(3) : Value() } : null),
    ];

    private Statement Return(GraphScope scope) => new Statement { Op = StatementKind.Return } switch
    {
        var bare when Chance(0.15) => bare,
        var local when scope.Locals.Count > 0 && Chance(0.5) => local with { From = Local(scope) },
        var value => value with { Value = Value() },
    };

    private Statement? Repeat(GraphScope scope)
    {
        int times = random.Next(4);
        if (scope.Times * times > 6)
        {
            return null;
        }

        int before = scope.Times;
        scope.Times *= Math.Max(times, 1);
        Statement? repeat = Block(scope, body => new Statement { Op = StatementKind.Repeat, Times = times, Body = body });
        scope.Times = before;
        return repeat;
    }

    private Statement? Spawn(GraphScope scope)
    {
        if (Callee(scope) is not { } call)
        {
            return null;
        }

        // In a group only while its body runs, mostly: a group that has ended refuses.
        string? group = Chance(0.35) ? Handle(scope, Groups) : null;
        return new Statement
        {
            Op = StatementKind.Task,
            Call = call,
            In = group,
            Eager = Chance(0.08),
            Name = Chance(0.05) ? Word("n") : null,
            As = Chance(0.93) ? Bind(scope, "t", TaskHandles) : null,
        };
    }

    private Statement? Primitive(GraphScope scope) => Primitive(scope, Chance(0.7) ? Pick(themes) : Pick(Themes));

    private Statement Primitive(GraphScope scope, HandleKinds kind) => kind switch
    {
        Locks => new() { Op = StatementKind.Lock, As = Bind(scope, "lk", Locks) },
        Events => new() { Op = StatementKind.Event, As = Bind(scope, "ev", Events) },
        Conditions => new() { Op = StatementKind.Condition, Lock = Chance(0.3) ? Handle(scope, Locks) : null, As = Bind(scope, "cd", Conditions) },
        Semaphores when Chance(0.7) => new() { Op = StatementKind.Semaphore, As = Bind(scope, "sm", Semaphores), Value = random.Next(3), Bounded = Chance(0.3) },
        Semaphores => new() { Op = StatementKind.Semaphore, As = Bind(scope, "sm", Semaphores) },
        Barriers => new() { Op = StatementKind.Barrier, As = Bind(scope, "br", Barriers), Parties = 1 + random.Next(3) },
        Queues => new() { Op = StatementKind.Queue, As = Bind(scope, "q", Queues), Max = random.Next(3), Kind = Chance(0.4) ? Pick(["fifo", "lifo", "priority"]) : null },
        Cells when Chance(0.7) => new() { Op = StatementKind.Cell, As = Bind(scope, "n", Cells), Value = Chance(0.9) ? 0 : Value() },
        _ => new() { Op = StatementKind.Cell, As = Bind(scope, "n", Cells) },
    };

    private Statement? OnCondition(GraphScope scope)
    {
        if (Handle(scope, Conditions) is not { } condition)
        {
            return null;
        }

        Statement on = random.Next(4) switch
        {
            0 => new() { Op = StatementKind.NotifyAll, On = condition },
            1 => new() { Op = StatementKind.Notify, On = condition },
            2 => new() { Op = StatementKind.Notify, On = condition, Count = random.Next(3) },
            _ => Patient(scope, new() { Op = StatementKind.WaitCondition, On = condition })!,
        };

        // Without its lock, a condition refuses.
        return Chance(0.1) ? on : new Statement { Op = StatementKind.Hold, On = condition, Body = [on] };
    }

    private Statement? Store(GraphScope scope) => On(scope, StatementKind.Store, Cells) switch
    {
        null => null,
        var x when scope.Locals.Count > 0 && Chance(0.7) => x with { From = Local(scope), Plus = Chance(0.7) ? 1 + random.Next(2) : null },
        var x => Into(scope, x with { Value = Chance(0.8) ? random.Next(5) : Value(), Plus = Chance(0.2) ? 1 : null }),
    };

    private Statement? On(GraphScope scope, StatementKind op, HandleKinds kinds) =>
        Handle(scope, kinds) is { } on ? new Statement { Op = op, On = on } : null;

    private Statement? Scoped(GraphScope scope, string prefix, HandleKinds kind, Statement block) =>
        Block(scope, null, () => block = block with { As = kind is Groups || Chance(0.5) ? Bind(scope, prefix, kind) : null }, body => block with { Body = body });

    private Statement? Block(GraphScope scope, Func<List<Statement>, Statement> make) => Block(scope, null, null, make);

    private Statement? Block(GraphScope scope, int? most, Action? before, Func<List<Statement>, Statement> make)
    {
        if (scope.Depth >= options.Depth)
        {
            return null;
        }

        before?.Invoke();
        return make(Nested(scope, most ?? 3));
    }

    /// <summary>A wait that may be for ever: mostly within a timeout.</summary>
    private Statement? Patient(GraphScope scope, Statement? wait) =>
        wait is null ? null
        : Chance(0.4) ? Into(scope, wait)
        : new Statement { Op = StatementKind.Timeout, Ms = Pick(Times), Body = [wait] };

    private Statement? Into(GraphScope scope, Statement? statement, bool withValue = false, bool always = false)
    {
        if (statement is null)
        {
            return null;
        }

        statement = withValue ? statement with { Value = Value() } : statement;
        if (!always && !Chance(0.12))
        {
            return statement;
        }

        string local = $"x{random.Next(3)}";
        scope.Locals.Add(local);
        return statement with { Into = local };
    }

    private Statement? WithValue(Statement? statement) => statement is null || Chance(0.1) ? statement : statement with { Value = Value() };

    private Statement Within(Statement statement, double share) => Chance(share) ? statement with { Timeout = Instant() } : statement;

    private long? Instant() => Chance(0.1) ? null : Pick(Times);

    private string Local(GraphScope scope) => Chance(options.Oddness) ? "unset" : Pick(scope.Locals);

    private Operand? Operand(GraphScope scope) =>
        Chance(0.35) && Callee(scope) is { } call ? SimAsync.Graphs.Operand.Call(call)
        : Handle(scope, Chance(0.06) ? Outcome | Coroutines : Outcome) is { } name ? SimAsync.Graphs.Operand.Handle(name) : null;

    private List<Operand>? Operands(GraphScope scope, bool calls)
    {
        List<Operand> of = [];
        for (int i = random.Next(5); i > 0; i--)
        {
            Operand? operand = calls ? Operand(scope) : Handle(scope, Outcome) is { } name ? SimAsync.Graphs.Operand.Handle(name) : null;
            if (operand is not null)
            {
                of.Add(operand);
            }
        }

        return of.Count > 0 || Chance(0.2) ? of : null;
    }

    private object? Value() => random.Next(24) switch
    {
        0 => null,
        1 => Chance(0.5),
        2 => random.Next(100) / 8.0,
        3 => "é☃😀\n\"".Substring(0, random.Next(2)),
        4 => BigInteger.Pow(10, 20) * (1 + random.Next(3)),
        5 => -random.Next(10),
        < 10 => Word("s"),
        _ => random.Next(9),
    };

    private string Word(string prefix) => $"{prefix}{random.Next(9)}";

    private string? Message(string prefix) => Chance(0.15) ? (Chance(0.2) ? "" : null) : Word(prefix);
}
