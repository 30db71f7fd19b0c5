using SimAsync.FsCheck.Generators;
using SimAsync.Graphs;

namespace SimAsync.Properties;

/// <summary>A run hangs on its schedule alone, and its code plays it again: for any graph, under any strategy.</summary>
[TestFixture]
public sealed class DeterminismProperties
{
    /// <summary>The same graph under the same schedule gives the same trace.</summary>
    [Property(Arbitrary = [typeof(SimArbitraries)])]
    public bool Run_SameGraphAndScheduleTwice_GivesTheSameTrace(TaskGraph graph, Schedule schedule) => Run(graph, schedule).ToJson() == Run(graph, schedule).ToJson();

    /// <summary>A run's code plays it again, whatever the strategy that made it.</summary>
    [Property(Arbitrary = [typeof(SimArbitraries)])]
    public bool Replay_AnyRun_GivesTheSameTrace(TaskGraph graph, Schedule schedule)
    {
        GraphResult run = Run(graph, schedule);
        return GraphSimulation.Replay(run.Report.ReplayCode, graph).ToJson() == run.ToJson();
    }

    /// <summary>Virtual time never goes back.</summary>
    [Property(Arbitrary = [typeof(SimArbitraries)])]
    public bool Run_AnyGraph_TimeNeverGoesBack(TaskGraph graph, Schedule schedule)
    {
        IReadOnlyList<GraphEvent> trace = Run(graph, schedule).Trace;
        return trace.Zip(trace.Skip(1)).All(static pair => pair.First.Milliseconds <= pair.Second.Milliseconds);
    }

    /// <summary>Each call of a coroutine is left at most once.</summary>
    [Property(Arbitrary = [typeof(SimArbitraries)])]
    public bool Run_AnyGraph_ExitsWhatItEntersOnceAtMost(TaskGraph graph, Schedule schedule)
    {
        IReadOnlyList<GraphEvent> trace = Run(graph, schedule).Trace;
        int entered = trace.Count(static e => e.Text.StartsWith("enter ", StringComparison.Ordinal));
        int exited = trace.Count(static e => e.Text.StartsWith("exit ", StringComparison.Ordinal));
        return exited <= entered;
    }

    private static GraphResult Run(TaskGraph graph, Schedule schedule) => GraphSimulation.Run(graph, schedule.Apply(new RunOptions()));
}
