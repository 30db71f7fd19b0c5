using SimAsync.Graphs;
using SimAsync.Scheduler;

namespace SimAsync.FsCheck.Graphs;

/// <summary>One graph in the making: the random choices, the names, and the coroutines. What each statement looks like is in the other part.</summary>
internal sealed partial class GraphBuilder
{
    private static readonly int[] Times = [0, 0, 1, 1, 2, 2, 3, 5, 5, 8, 10, 10, 20, 30];
    private static readonly string[] Errors = ["ValueError", "KeyError", "RuntimeError", "TimeoutError", "CancelledError"];

    private static readonly string[] Caught =
    [
        "Exception", "Exception", "Exception", "Exception", "Exception", "BaseException", "BaseException", "BaseException", "CancelledError",
        "CancelledError", "TimeoutError", "ValueError", "KeyError", "RuntimeError", "InvalidStateError", "ExceptionGroup", "BaseExceptionGroup", "TypeError", "NameError",
        "AssertionError", "QueueEmpty", "QueueFull", "QueueShutDown", "BrokenBarrierError",
    ];

    private static readonly HandleKinds[] Themes =
    [
        HandleKinds.Locks, HandleKinds.Events, HandleKinds.Conditions, HandleKinds.Semaphores, HandleKinds.Barriers, HandleKinds.Queues,
        HandleKinds.Cells,
    ];

    private readonly GraphGeneratorOptions options;

    // What a graph is mostly about, so that its statements meet on the same things.
    private readonly HandleKinds[] themes;
    private readonly List<BoundHandle> everything = [];
    private readonly int[] work;
    private Xoshiro256 random;
    private int names;

    public GraphBuilder(ulong seed, GraphGeneratorOptions options)
    {
        this.options = options;
        random = new Xoshiro256(seed);
        work = new int[1 + random.Next(options.Workers)];
        themes = [Pick(Themes), Pick(Themes)];
        ops = [.. Ops().Select(op => op with { Weight = Weight(op.Weight, op.Theme) * Emphasis(op.Knob) })];
        totalWeight = ops.Sum(op => op.Weight);
    }

    public TaskGraph Build(string name)
    {
        // What main binds first is known to the workers; they are made before the rest of main, which must know what they cost.
        GraphScope main = new(0, []);
        List<Statement> beginning = Beginning(main);
        BoundHandle[] common = [.. main.Handles];

        List<KeyValuePair<string, IReadOnlyList<Statement>>> coroutines = [];
        for (int i = work.Length - 1; i >= 0; i--)
        {
            GraphScope scope = new(i + 1, common);
            coroutines.Add(new(Worker(i), Body(scope, random.Next(options.BodyLength + 1))));
            work[i] = scope.Work + 1;
        }

        beginning.AddRange(Body(main, 2 + random.Next(options.BodyLength + 2)));
        coroutines.Add(new("main", beginning));
        coroutines.Reverse();
        TaskGraph graph = new(coroutines) { Name = name, Eager = Chance(0.12) };
        return new GraphRarities(random, options.Rarities).Add(graph);
    }

    private int Emphasis(Knob knob) => knob switch
    {
        Knob.Cancellation => options.Cancellation,
        Knob.Timeouts => options.Timeouts,
        Knob.Groups => options.Groups,
        Knob.Combinators => options.Combinators,
        Knob.Synchronisation => options.Synchronisation,
        _ => 1,
    };

    private int Weight(int weight, HandleKinds theme) =>
        theme == 0 ? 2 * weight : Array.Exists(themes, t => (t & theme) != 0) ? 5 * weight : weight;

    private static string Worker(int number) => $"w{number}";

    private List<Statement> Beginning(GraphScope main)
    {
        List<Statement> statements = [];
        for (int i = random.Next(6); i > 0; i--)
        {
            statements.Add(Chance(0.75) && options.Synchronisation > 0 ? Primitive(main)! : new Statement { Op = StatementKind.Future, As = Bind(main, "f", HandleKinds.Futures) });
        }

        for (int i = 1 + random.Next(4); i > 0; i--)
        {
            statements.Add(new Statement
            {
                Op = StatementKind.Task,
                As = Bind(main, "t", HandleKinds.TaskHandles),
                Call = Worker(random.Next(work.Length)),
                Eager = Chance(0.08),
            });
        }

        return statements;
    }

    private List<Statement> Body(GraphScope scope, int count)
    {
        List<Statement> statements = [];
        for (int i = 0; i < count; i++)
        {
            Statement statement = Any(scope);
            statements.Add(Chance(options.Guarded) ? Guard(scope, statement) : statement);
        }

        return statements;
    }

    private List<Statement> Nested(GraphScope scope, int most)
    {
        scope.Depth++;
        List<Statement> statements = Body(scope, random.Next(most + 1));
        scope.Depth--;
        return statements;
    }

    /// <summary>A try around a statement, now and then with more in it.</summary>
    private Statement Guard(GraphScope scope, Statement statement)
    {
        if (statement.Op is StatementKind.Try || statement.Op is StatementKind.Return)
        {
            return statement;
        }

        List<Statement> body = [statement];
        if (Chance(0.15))
        {
            body.Add(Any(scope));
        }

        Statement guarded = new() { Op = StatementKind.Try, Body = body, Except = Clauses(scope, none: 0.06) };
        return Chance(0.08) ? guarded with { Finally = Nested(scope, 2) } : guarded;
    }

    private List<ExceptClause> Clauses(GraphScope scope, double none)
    {
        List<ExceptClause> clauses = [];
        while (clauses.Count == 0 ? !Chance(none) : clauses.Count < 3 && Chance(0.2))
        {
            // What a clause binds is mostly not bound later on.
            BoundHandle[] before = [.. scope.Handles];
            scope.Excepts++;
            clauses.Add(new ExceptClause(Pick(Caught), Chance(0.7) || scope.Depth >= options.Depth ? [] : Nested(scope, 2)));
            scope.Excepts--;
            scope.Handles.Clear();
            scope.Handles.AddRange(before);
        }

        return clauses;
    }

    private Statement Any(GraphScope scope)
    {
        scope.Work += scope.Times;
        while (true)
        {
            int at = random.Next(totalWeight);
            int i = 0;
            while (at >= ops[i].Weight)
            {
                at -= ops[i++].Weight;
            }

            if (ops[i].Make(scope) is { } statement)
            {
                return statement;
            }
        }
    }

    private string Bind(GraphScope scope, string prefix, HandleKinds kind)
    {
        // Binding a name again is rare, and replaces; now and then by another kind.
        List<BoundHandle> others = Chance(0.03) && kind != HandleKinds.Cells
            ? everything.FindAll(h => h.Kind == kind || (Chance(0.1) && h.Kind != HandleKinds.Cells))
            : [];
        BoundHandle handle = new(others.Count > 0 ? Pick(others).Name : $"{prefix}{++names}", kind);
        scope.Handles.RemoveAll(h => h.Name == handle.Name);
        scope.Handles.Add(handle);
        everything.Add(handle);
        return handle.Name;
    }

    /// <summary>A handle of one of these kinds, mostly; null when the coroutine knows none.</summary>
    private string? Handle(GraphScope scope, HandleKinds kinds)
    {
        if (Chance(options.Oddness))
        {
            // A cell is a plain list in the reference, and answers to a list's methods: no part of the format.
            List<BoundHandle> others = everything.FindAll(h => h.Kind != HandleKinds.Cells && !kinds.HasFlag(HandleKinds.Cells));
            return others.Count == 0 || Chance(0.4) ? "nobody" : Pick(others).Name;
        }

        List<BoundHandle> known = (Chance(0.04) ? everything : scope.Handles).FindAll(h => (h.Kind & kinds) != 0);
        return known.Count == 0 ? null : Pick(known).Name;
    }

    /// <summary>A worker that may be called here without the run growing too long; null for none.</summary>
    private string? Callee(GraphScope scope)
    {
        if (Chance(options.Oddness / 4))
        {
            return "nowhere";
        }

        if (scope.FirstCallable >= work.Length)
        {
            return null;
        }

        int callee = scope.FirstCallable + random.Next(work.Length - scope.FirstCallable);
        int cost = scope.Times * work[callee];
        if (scope.Work + cost > options.Work)
        {
            return null;
        }

        scope.Work += cost;
        return Worker(callee);
    }

    private bool Chance(double share) => random.NextDouble() < share;

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
