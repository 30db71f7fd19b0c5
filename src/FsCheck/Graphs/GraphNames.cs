using SimAsync.Graphs;

namespace SimAsync.FsCheck.Graphs;

/// <summary>
/// What the statements of a graph refer to, and nothing in it binds: handles, locals and coroutines. A generated graph has a few of them on
/// purpose; a shrunk one has no others.
/// </summary>
internal sealed class GraphNames
{
    private readonly HashSet<string> handles = [];
    private readonly HashSet<(string Coroutine, string Local)> locals = [];
    private readonly IReadOnlyDictionary<string, IReadOnlyList<Statement>> coroutines;

    public GraphNames(TaskGraph graph)
    {
        coroutines = graph.Coroutines;
        foreach ((string coroutine, Statement statement) in graph.AllStatements)
        {
            foreach (Statement.Slot slot in statement.Slots)
            {
                if (slot.Field is StatementField.As)
                {
                    handles.Add((string)slot.Value!);
                }
                else if (slot.Field is StatementField.Into)
                {
                    locals.Add((coroutine, (string)slot.Value!));
                }
            }
        }
    }

    /// <summary>
    /// The graph without what refers to names that it no longer binds but these do, and without coroutines that nothing calls. To take a statement away
    /// may leave another without its name, and so on.
    /// </summary>
    public TaskGraph Mend(TaskGraph graph)
    {
        while (true)
        {
            graph = WithoutUncalled(graph);
            TaskGraph mended = MendOnce(graph);
            if (ReferenceEquals(mended, graph))
            {
                return graph;
            }

            graph = mended;
        }
    }

    private bool Has(StatementField field, string coroutine, string name) => field switch
    {
        StatementField.On or StatementField.In or StatementField.Lock => handles.Contains(name),
        StatementField.From => locals.Contains((coroutine, name)),
        StatementField.Call => coroutines.ContainsKey(name),
        _ => true,
    };

    private bool Has(Operand operand) => operand.IsCall ? coroutines.ContainsKey(operand.Name) : handles.Contains(operand.Name);

    private static TaskGraph WithoutUncalled(TaskGraph graph)
    {
        HashSet<string> called = ["main"];
        Stack<string> open = new(called);
        while (open.TryPop(out string? name))
        {
            foreach (string callee in graph.Coroutines.GetValueOrDefault(name, []).Calls)
            {
                if (called.Add(callee))
                {
                    open.Push(callee);
                }
            }
        }

        return graph.Coroutines.Keys.All(called.Contains) ? graph : graph.With(graph.Coroutines.Where(c => called.Contains(c.Key)));
    }

    private TaskGraph MendOnce(TaskGraph graph)
    {
        GraphNames now = new(graph);
        return graph.Edit((coroutine, _, statement) => Mend(now, coroutine, statement));
    }

    private IEnumerable<Statement> Mend(GraphNames now, string coroutine, Statement statement)
    {
        Statement mended = statement;
        foreach (Statement.Slot slot in statement.Slots)
        {
            if (slot.Value is string name && Has(slot.Field, coroutine, name) && !now.Has(slot.Field, coroutine, name))
            {
                if (slot.Field is StatementField.On or StatementField.Call)
                {
                    return statement.Body;
                }

                mended = mended.Without(slot.Field);
            }
            else if (slot.Value is Operand[] operands && operands.Any(IsLost))
            {
                Operand[] left = [.. operands.Where(operand => !IsLost(operand))];
                if (left.Length == 0)
                {
                    return [];
                }

                mended = mended with { Of = left };
            }
        }

        return [mended];

        bool IsLost(Operand operand) => Has(operand) && !now.Has(operand);
    }
}
