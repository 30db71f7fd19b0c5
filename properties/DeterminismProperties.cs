using SimAsync.FsCheck.Graphs;
using SimAsync.Graphs;

namespace SimAsync.Properties;

/// <summary>A run hangs on its seed alone, and its code plays it again: for any graph, under any strategy.</summary>
[TestFixture]
public sealed class DeterminismProperties
{
    [Property]
    public bool Run_SameGraphAndSeedTwice_GivesTheSameTrace(ulong graph, ulong seed) => Run(graph, seed).ToJson() == Run(graph, seed).ToJson();

    [Property]
    public bool Replay_AnyRun_GivesTheSameTrace(ulong graph, ulong seed)
    {
        GraphResult run = Run(graph, seed);
        return GraphSimulation.Replay(run.Report.ReplayCode, GraphGenerator.Generate(graph)).ToJson() == run.ToJson();
    }

    [Property]
    public bool Run_AnyGraph_TimeNeverGoesBack(ulong graph, ulong seed)
    {
        IReadOnlyList<GraphEvent> trace = Run(graph, seed).Trace;
        return trace.Zip(trace.Skip(1)).All(static pair => pair.First.Milliseconds <= pair.Second.Milliseconds);
    }

    [Property]
    public bool Run_AnyGraph_ExitsWhatItEntersOnceAtMost(ulong graph, ulong seed)
    {
        IReadOnlyList<GraphEvent> trace = Run(graph, seed).Trace;
        int entered = trace.Count(static e => e.Text.StartsWith("enter ", StringComparison.Ordinal));
        int exited = trace.Count(static e => e.Text.StartsWith("exit ", StringComparison.Ordinal));
        return exited <= entered;
    }

    private static GraphResult Run(ulong graph, ulong seed) =>
        GraphSimulation.Run(GraphGenerator.Generate(graph), new RunOptions { Strategy = Strategy.Random, Seed = seed });
}
