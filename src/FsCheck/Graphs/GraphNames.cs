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
            if (statement.As is { } handle)
            {
                handles.Add(handle);
            }

            if (statement.Into is { } local)
            {
                locals.Add((coroutine, local));
            }
        }
    }

    public bool HasHandle(string? handle) => handle is null || handles.Contains(handle);

    public bool HasLocal(string coroutine, string? local) => local is null || locals.Contains((coroutine, local));

    public bool HasCoroutine(string? coroutine) => coroutine is null || coroutines.ContainsKey(coroutine);

    public bool Has(Operand operand) => operand.IsCall ? HasCoroutine(operand.Name) : HasHandle(operand.Name);

    /// <summary>
    /// The graph without what refers to names that it no longer binds but these do, and without coroutines that nothing calls. To take a statement away
    /// may leave another without its name, and so on.
    /// </summary>
    public TaskGraph Mend(TaskGraph graph)
    {
        while (true)
        {
            TaskGraph mended = WithoutUncalled(MendOnce(graph));
            if (mended.Coroutines.Count == graph.Coroutines.Count && mended.AllStatements.Count() == graph.AllStatements.Count() && !new GraphNames(mended).Lacks(this, mended))
            {
                return mended;
            }

            graph = mended;
        }
    }

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

    private bool Lacks(GraphNames before, TaskGraph graph) => graph.AllStatements.Any(each => IsLost(before, this, each.Coroutine, each.Statement));

    private static bool IsLost(GraphNames before, GraphNames now, string coroutine, Statement s) =>
        LostHandle(before, now, s.On) || LostHandle(before, now, s.In) || LostHandle(before, now, s.Lock)
        || (before.HasCoroutine(s.Call) && !now.HasCoroutine(s.Call))
        || (before.HasLocal(coroutine, s.From) && !now.HasLocal(coroutine, s.From))
        || s.Of.Any(operand => before.Has(operand) && !now.Has(operand));

    private static bool LostHandle(GraphNames before, GraphNames now, string? handle) => before.HasHandle(handle) && !now.HasHandle(handle);

    private TaskGraph MendOnce(TaskGraph graph)
    {
        GraphNames now = new(graph);
        return graph.Edit((coroutine, _, s) =>
        {
            if (!IsLost(this, now, coroutine, s))
            {
                return [s];
            }

            Operand[] of = [.. s.Of.Where(operand => !Has(operand) || now.Has(operand))];
            if (LostHandle(this, now, s.On) || (HasCoroutine(s.Call) && !now.HasCoroutine(s.Call)) || (s.Of.Count > 0 && of.Length == 0))
            {
                return s.Body;
            }

            s = of.Length < s.Of.Count ? s with { Of = of } : s;
            s = LostHandle(this, now, s.In) ? s.Without(StatementField.In) : s;
            s = LostHandle(this, now, s.Lock) ? s.Without(StatementField.Lock) : s;
            return [HasLocal(coroutine, s.From) && !now.HasLocal(coroutine, s.From) ? s.Without(StatementField.From) : s];
        });
    }
}
