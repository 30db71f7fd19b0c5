using SimAsync.Graphs;

namespace SimAsync.Tests.Graphs;

/// <summary>
/// <c>wait</c> on something that is no future fails with AttributeError, when its timer is armed and the futures before that one have its
/// callbacks. Those disarm the timer where they would have ended the wait, which shows in when a deadlock is found.
/// </summary>
public sealed class WaitTimerTests
{
    // The times are CPython 3.14's.
    [TestCase("FIRST_EXCEPTION", "raise", 0)]
    [TestCase("FIRST_EXCEPTION", "return", 1)]
    [TestCase("FIRST_COMPLETED", "raise", 0)]
    [TestCase("FIRST_COMPLETED", "return", 0)]
    [TestCase("ALL_COMPLETED", "raise", 1)]
    [TestCase("ALL_COMPLETED", "return", 1)]
    public void Run_WaitOnWhatIsNoFuture_IsDisarmedByTheFuturesBeforeIt(string returnWhen, string end, int deadlock)
    {
        string type = end == "raise" ? ", \"type\": \"ValueError\"" : "";
        TaskGraph graph = TaskGraph.Parse($$$"""
            {"format": "simasync.graph/1", "coroutines": {
              "main": [
                {"op": "future", "as": "f"}, {"op": "barrier", "as": "b", "parties": 1}, {"op": "task", "as": "t", "call": "w"},
                {"op": "try", "body": [{"op": "wait", "of": ["t", "b"], "timeout": 1, "return_when": "{{{returnWhen}}}"}], "except": [{"type": "Exception", "body": []}]},
                {"op": "await", "on": "f"}],
              "w": [{"op": "{{{end}}}"{{{type}}}}]}}
            """);

        GraphResult result = GraphSimulation.Run(graph);

        Assert.That(result.Trace, Has.Member(new GraphEvent(0, "main", "wait t,b ! AttributeError")));
        Assert.That(result.Trace, Has.Member(new GraphEvent(deadlock, "-", "deadlock")));
    }
}
