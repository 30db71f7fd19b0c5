using SimAsync.Graphs;

namespace SimAsync.Tests.Determinism;

/// <summary>A recorded run of a graph as one line of text, and what playing it again gives, as another.</summary>
internal static class ReplayLine
{
    public static string Of(TaskGraph graph, string code) => $"{code}\t{graph.ToJson()}";

    public static string Play(string line)
    {
        string[] parts = line.Split('\t', 2);
        return Outcome(GraphSimulation.Replay(parts[0], TaskGraph.Parse(parts[1])));
    }

    /// <summary>The failure, its step, and the whole trace.</summary>
    public static string Outcome(GraphResult result) =>
        $"{result.Report.Steps} {result.Report.Time.Ticks} {result.Report.Exception?.GetType().Name} {result.ToJson()}";
}
