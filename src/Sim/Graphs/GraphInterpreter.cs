using System.Runtime.ExceptionServices;
using SimAsync.Kernel;

namespace SimAsync.Graphs;

/// <summary>
/// Runs a task graph on SimAsync's public functions, and records its trace. What each statement does is in
/// <c>GraphInterpreter.Operations.cs</c>; here is the control flow.
/// </summary>
internal sealed partial class GraphInterpreter(TaskGraph graph)
{
    private readonly Dictionary<string, object> handles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AsyncLocal<object?>> variables = new(StringComparer.Ordinal);
    private readonly List<GraphEvent> trace = [];

    public IReadOnlyList<GraphEvent> Trace => trace;

    /// <summary>The main coroutine.</summary>
    public Coroutine<object?> Main() => Body("main");

    /// <summary>Records what happens outside the graph: that main has ended, or never will.</summary>
    public void Mark(TimeSpan time, string text) => trace.Add(new GraphEvent(Milliseconds(time), "-", text));

    private static long Milliseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMillisecond;

    private static string Show(object? value) => GraphValues.Show(value);

    private void Emit(string text)
    {
        string who = Sim.CurrentTask?.Name ?? "-";
        trace.Add(new GraphEvent(Milliseconds(Sim.Now), who, text));
        if (SimLoop.Current is { Trace: { } events } loop)
        {
            events.Add(new TraceEvent.Noted(loop.StepCount, loop.Time, who, text));
        }
    }

    private object Handle(string name)
    {
        Watched place = Watched.Named(name);
        place.Read();
        object handle = handles.TryGetValue(name, out object? value) ? value : throw new GraphFault("NameError");
        if (handle is Coroutine)
        {
            // It can be used once.
            place.Write();
        }

        return handle;
    }

    private void Bind(Statement statement, object value)
    {
        if (statement.As is { } name)
        {
            Watched.Named(name).Write();
            handles[name] = value;
        }
    }

    private Coroutine<object?> CallCoroutine(string name) =>
        graph.Coroutines.ContainsKey(name) ? Body(name) : throw new GraphFault("NameError");

    private async Coroutine<object?> Body(string name)
    {
        Emit($"enter {name}");
        SimLoop.Current!.Tracer?.Runs(name);
        try
        {
            Flow flow = await Block(graph.Coroutines[name], new Locals());
            Emit($"exit {name} = {Show(flow.Value)}");
            return flow.Value;
        }
        catch (Exception e) when (GraphErrors.IsOfTheGraph(e))
        {
            Emit($"exit {name} ! {GraphErrors.Describe(e)}");
            throw;
        }
    }

    private async Coroutine<Flow> Block(IReadOnlyList<Statement> statements, Locals locals)
    {
        foreach (Statement statement in statements)
        {
            Flow flow = statement.Op switch
            {
                StatementKind.Log => Log(statement),
                StatementKind.Return => new Flow(true, statement.From is { } local ? locals[local] : statement.Value),
                StatementKind.Raise => throw GraphErrors.Raised(statement.Type!, statement.Message),
                StatementKind.Reraise => Reraise(locals),
                StatementKind.Repeat => await Repeat(statement, locals),
                StatementKind.Try => await Try(statement, locals),
                StatementKind.Timeout => await Timeout(statement, locals, Sim.Timeout(Span(statement.Ms), Scope(statement, locals))),
                StatementKind.TimeoutAt => await Timeout(statement, locals, Sim.TimeoutAt(Span(statement.At), Scope(statement, locals))),
                StatementKind.Group => await Group(statement, locals),
                StatementKind.Hold => await Hold(statement, locals),
                StatementKind.AsCompleted => await AsCompleted(statement),
                _ => await Operation(statement, locals),
            };
            if (flow.Returned)
            {
                return flow;
            }
        }

        return default;
    }

    private Flow Log(Statement statement)
    {
        Emit($"log {statement.Text}");
        return default;
    }

    private static Flow Reraise(Locals locals)
    {
        ExceptionDispatchInfo.Throw(locals.Caught.TryPeek(out Exception? caught) ? caught : new GraphFault("RuntimeError"));
        return default;
    }

    private async Coroutine<Flow> Repeat(Statement statement, Locals locals)
    {
        for (long i = 0; i < statement.Times; i++)
        {
            Flow flow = await Block(statement.Body, locals);
            if (flow.Returned)
            {
                return flow;
            }
        }

        return default;
    }

    private async Coroutine<Flow> Try(Statement statement, Locals locals)
    {
        Flow flow = default;
        Exception? error = null;
        try
        {
            flow = await Block(statement.Body, locals);
        }
        catch (Exception e) when (GraphErrors.IsOfTheGraph(e))
        {
            error = e;
        }

        if (error is not null && statement.Except.FirstOrDefault(clause => GraphErrors.Matches(error, clause.Type)) is { } match)
        {
            Emit($"caught {GraphErrors.Describe(error)}");
            locals.Caught.Push(error);
            error = null;
            try
            {
                flow = await Block(match.Body, locals);
            }
            catch (Exception e) when (GraphErrors.IsOfTheGraph(e))
            {
                error = e;
            }

            locals.Caught.Pop();
        }

        // What the last block returns or throws takes the place of what went before.
        Flow last = await Block(statement.Finally, locals);
        if (!last.Returned && error is not null)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        return last.Returned ? last : flow;
    }

    private Func<SimTimeout, Coroutine<(SimTimeout, Flow)>> Scope(Statement statement, Locals locals) => async Coroutine<(SimTimeout, Flow)> (scope) =>
    {
        Bind(statement, scope);
        locals.Scopes[statement] = scope;
        return (scope, await Block(statement.Body, locals));
    };

    private async Coroutine<Flow> Timeout(Statement statement, Locals locals, Coroutine<(SimTimeout Scope, Flow Flow)> run)
    {
        locals.Scopes.Remove(statement, out SimTimeout? outer);
        try
        {
            (SimTimeout scope, Flow flow) = await run;
            Emit($"{statement.Title} left, expired={Show(scope.IsExpired)}");
            return flow;
        }
        catch (Exception e) when (GraphErrors.IsOfTheGraph(e))
        {
            Emit($"{statement.Title} ! {GraphErrors.Describe(e)}, expired={Show(locals.Scopes[statement].IsExpired)}");
            throw;
        }
        finally
        {
            if (outer is not null)
            {
                locals.Scopes[statement] = outer;
            }
        }
    }

    private async Coroutine<Flow> Group(Statement statement, Locals locals)
    {
        Flow flow;
        try
        {
            flow = await TaskGroup.Run(async Coroutine<Flow> (group) =>
            {
                Bind(statement, group);
                return await Block(statement.Body, locals);
            });
        }
        catch (Exception e) when (GraphErrors.IsOfTheGraph(e))
        {
            Emit($"{statement.Title} ! {GraphErrors.Describe(e)}");
            throw;
        }

        if (!flow.Returned)
        {
            Emit($"{statement.Title} left");
        }

        return flow;
    }

    private async Coroutine<Flow> Hold(Statement statement, Locals locals)
    {
        Flow flow;
        try
        {
            using SimReleaser? held = await Enter(Handle(statement.On!));
            Emit($"{statement.Title} entered");
            flow = await Block(statement.Body, locals);
        }
        catch (Exception e) when (GraphErrors.IsOfTheGraph(e))
        {
            Emit($"{statement.Title} ! {GraphErrors.Describe(e)}");
            throw;
        }

        if (!flow.Returned)
        {
            Emit($"{statement.Title} left");
        }

        return flow;
    }

    private async Coroutine<Flow> AsCompleted(Statement statement)
    {
        try
        {
            AsCompleted<object?> completed = Sim.AsCompleted(Awaitables(statement, hashed: true), Span(statement.Timeout));
            if (statement.Async)
            {
                await foreach (SimFuture future in completed)
                {
                    Emit($"{statement.Title} next {(future.IsCancelled ? Show("cancelled") : future.Exception is { } error ? GraphErrors.Describe(error) : Show(ResultOf(future)))}");
                }

                return default;
            }

            foreach (Coroutine<object?> next in completed)
            {
                try
                {
                    Emit($"{statement.Title} next = {Show(GraphValues.Clean(await next))}");
                }
                catch (Exception e) when (GraphErrors.IsOfTheGraph(e) && GraphErrors.NameOf(e) is not ("TimeoutError" or "CancelledError"))
                {
                    Emit($"{statement.Title} next ! {GraphErrors.Describe(e)}");
                }
            }

            return default;
        }
        catch (Exception e) when (GraphErrors.IsOfTheGraph(e))
        {
            Emit($"{statement.Title} ! {GraphErrors.Describe(e)}");
            throw;
        }
    }

    private async Coroutine<Flow> Operation(Statement statement, Locals locals)
    {
        object? value;
        try
        {
            value = await Perform(statement, locals);
        }
        catch (Exception e) when (GraphErrors.IsOfTheGraph(e))
        {
            Emit($"{statement.Title} ! {GraphErrors.Describe(e)}");
            throw;
        }

        if (statement.Into is { } local)
        {
            locals[local] = value;
        }

        if (statement.Op != StatementKind.Yield)
        {
            Emit($"{statement.Title} = {Show(value)}");
        }

        return default;
    }

    /// <summary>Whether a block was left by a return, and with what.</summary>
    private readonly record struct Flow(bool Returned, object? Value);

    /// <summary>What belongs to one call of a coroutine.</summary>
    private sealed class Locals
    {
        private readonly Dictionary<string, object?> values = new(StringComparer.Ordinal);

        /// <summary>What the except bodies that are being run have caught, the innermost on top.</summary>
        public Stack<Exception> Caught { get; } = new();

        public Dictionary<Statement, SimTimeout> Scopes { get; } = new(ReferenceEqualityComparer.Instance);

        public object? this[string name]
        {
            get => values.GetValueOrDefault(name);
            set => values[name] = value;
        }
    }
}
