using SimAsync.Exploration;
using SimAsync.Graphs;

namespace SimAsync;

/// <summary>Runs task graphs: as <see cref="Simulation"/> does tests.</summary>
public static class GraphSimulation
{
    /// <summary>One run, in order unless told otherwise. Throws nothing of the graph's.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">How it goes; null for the defaults. That tasks start eagerly is the graph's to say.</param>
    public static GraphResult Run(TaskGraph graph, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        options ??= new RunOptions();
        // What the steps of a graph use is known.
        options = options with { Strategy = options.Strategy.Reduced?.Invoke() ?? options.Strategy, EagerTasks = graph.Eager, RaiseOnRings = true };
        var interpreter = new GraphInterpreter(graph);
        RunReport report = RunEngine.Run(
            interpreter.Main, options, options.Strategy.Search(), options.Seed, 0, options.Trace,
            (failure, time) => interpreter.Mark(time, failure is DeadlockException ? "deadlock" : "main ended"));
        return new GraphResult(report, interpreter.Trace);
    }

    /// <summary>Many runs, until one fails: main raises, or there is a deadlock. That one is shrunk.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">How many runs, and how they go; null for the defaults.</param>
    public static ExploreReport Explore(TaskGraph graph, ExploreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        options ??= new ExploreOptions();
        // What the steps of a graph use is known.
        options = options with { Strategy = options.Strategy.Reduced?.Invoke() ?? options.Strategy, EagerTasks = graph.Eager, RaiseOnRings = true, CorpusName = options.CorpusName ?? (string.IsNullOrWhiteSpace(graph.Name) ? null : graph.Name) };
        return Explorer.Explore(() => new GraphInterpreter(graph).Main(), options);
    }

    /// <summary>One recorded run, again.</summary>
    /// <param name="code">The code that a failure printed.</param>
    /// <param name="graph">The same graph.</param>
    /// <param name="options">How it goes otherwise; its strategy and seed do not count. Null for the defaults.</param>
    /// <exception cref="Scheduler.ReplayCodeException">The text is no replay code.</exception>
    /// <exception cref="ReplayDivergedException">The graph is not the one that was recorded.</exception>
    public static GraphResult Replay(string code, TaskGraph graph, RunOptions? options = null)
    {
        GraphResult result = Run(graph, (options ?? new RunOptions()) with { Strategy = Strategy.Replay(code) });
        return result.Report.Exception is ReplayDivergedException diverged ? throw diverged : result;
    }

    /// <summary>What a graph calls an exception: CPython's name of it, <c>AssertionError</c> say; for a <see cref="SimulationException"/> our own.</summary>
    /// <param name="exception">What a run of a graph failed with.</param>
    public static string NameOf(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return GraphErrors.NameOf(exception);
    }
}
