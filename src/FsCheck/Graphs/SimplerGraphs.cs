using SimAsync.Graphs;

namespace SimAsync.FsCheck.Graphs;

/// <summary>The candidates of <see cref="GraphShrinker"/>, before names are mended; some may be no simpler.</summary>
internal static class SimplerGraphs
{
    public static IEnumerable<TaskGraph> Of(TaskGraph graph)
    {
        int size = graph.AllStatements.Count;
        int[] blocks = [.. graph.AllStatements.Index().Where(static each => each.Item.Statement.IsBlock).Select(static each => each.Index)];

        // Names are mended in each candidate, which drops what nobody calls.
        yield return graph;
        foreach (TaskGraph candidate in WithoutCoroutines(graph)
            .Concat(WithoutStatements(graph, Chunks.Of(size, least: 4)))
            .Concat(Unwrapped(graph, blocks, Chunks.Of(blocks.Length, least: 3)))
            .Concat(WithoutStatements(graph, Chunks.Of(size).Where(static chunk => chunk.End.Value - chunk.Start.Value < 4)))
            .Concat(Unwrapped(graph, blocks, Chunks.Of(blocks.Length).Where(static chunk => chunk.End.Value - chunk.Start.Value < 3)))
            .Concat(blocks.SelectMany(block => Handled(graph, block)))
            .Concat(Inlined(graph))
            .Concat(Redirected(graph))
            .Concat(WithSimplerStatements(graph)))
        {
            yield return candidate;
        }

        if (graph.Eager)
        {
            yield return graph with { Eager = false };
        }
    }

    private static IEnumerable<TaskGraph> WithoutCoroutines(TaskGraph graph)
    {
        KeyValuePair<string, IReadOnlyList<Statement>>[] workers = [.. graph.Coroutines.Where(static c => c.Key != "main")];
        KeyValuePair<string, IReadOnlyList<Statement>> main = new("main", graph.Coroutines["main"]);
        return Chunks.Of(workers.Length).Select(chunk => graph.With([main, .. Chunks.Without(workers, chunk)]));
    }

    private static IEnumerable<TaskGraph> WithoutStatements(TaskGraph graph, IEnumerable<Range> chunks) =>
        chunks.Select(chunk => graph.Edit((_, number, statement) => Contains(chunk, number) ? [] : [statement]));

    /// <summary>Blocks replaced by what is in them: a try by its body and its finally.</summary>
    private static IEnumerable<TaskGraph> Unwrapped(TaskGraph graph, int[] blocks, IEnumerable<Range> chunks) =>
        chunks.Select(chunk =>
        {
            HashSet<int> chosen = [.. blocks[chunk]];
            return graph.Edit((_, number, statement) => chosen.Contains(number) ? statement.Body.Concat(statement.Finally) : [statement]);
        });

    /// <summary>A try replaced by what one of its except clauses does.</summary>
    private static IEnumerable<TaskGraph> Handled(TaskGraph graph, int block)
    {
        int clauses = graph.AllStatements.ElementAt(block).Statement.Except.Count;
        return Enumerable.Range(0, clauses).Select(clause =>
            graph.Edit((_, number, statement) => number == block ? statement.Except[clause].Body : [statement]));
    }

    /// <summary>A coroutine's body in the place of the one statement that awaits it.</summary>
    private static IEnumerable<TaskGraph> Inlined(TaskGraph graph)
    {
        foreach ((int index, (string coroutine, Statement statement)) in graph.AllStatements.Index())
        {
            if (statement is { Op: StatementKind.Await, Call: { } call } && call != coroutine && graph.Coroutines.TryGetValue(call, out IReadOnlyList<Statement>? body))
            {
                yield return graph.Edit((_, number, each) => number == index ? body : [each]);
            }
        }
    }

    /// <summary>One coroutine called wherever another was, unless it could then call itself.</summary>
    private static IEnumerable<TaskGraph> Redirected(TaskGraph graph)
    {
        foreach (string from in graph.Coroutines.Keys.Where(static name => name != "main"))
        {
            foreach (string to in graph.Coroutines.Keys.Where(name => name != "main" && name != from && !Reaches(graph, name, from)))
            {
                yield return graph.Edit((_, _, statement) => [Redirect(statement, from, to)]);
            }
        }
    }

    private static Statement Redirect(Statement statement, string from, string to)
    {
        statement = statement.Call == from ? statement with { Call = to } : statement;
        Operand call = Operand.Call(from);
        return statement.Of.Contains(call) ? statement with { Of = [.. statement.Of.Select(each => each == call ? Operand.Call(to) : each)] } : statement;
    }

    private static bool Reaches(TaskGraph graph, string from, string to)
    {
        HashSet<string> seen = [from];
        Stack<string> open = new(seen);
        while (open.TryPop(out string? name))
        {
            foreach (string callee in graph.Coroutines.GetValueOrDefault(name, []).Calls)
            {
                if (callee == to)
                {
                    return true;
                }

                if (seen.Add(callee))
                {
                    open.Push(callee);
                }
            }
        }

        return false;
    }

    private static IEnumerable<TaskGraph> WithSimplerStatements(TaskGraph graph) =>
        graph.AllStatements.Index().SelectMany(each => SimplerFields.Of(each.Item.Statement).Select(simpler =>
            graph.Edit((_, number, statement) => [number == each.Index ? simpler : statement])));

    private static bool Contains(Range chunk, int number) => number >= chunk.Start.Value && number < chunk.End.Value;
}
