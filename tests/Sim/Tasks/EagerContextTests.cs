using SimAsync.Graphs;

namespace SimAsync.Tests.Tasks;

/// <summary>A task keeps what it has set of its context when it makes an eager task, whose first step runs inside its own.</summary>
public sealed class EagerContextTests
{
    private static readonly AsyncLocal<string?> Local = new();

    [Test]
    public void CreateTask_EagerAfterALocalWasSet_TheLocalIsThereAfterTheNextAwait()
    {
        string? seen = Simulation.Run(async Coroutine<string?> () =>
        {
            SimTask other = Sim.CreateTask(Nothing());
            Local.Value = "set";
            _ = Sim.CreateTask(Nothing(), eager: true);
            await other;
            return Local.Value;
        });
        Assert.That(seen, Is.EqualTo("set"));
    }

    [Test]
    public void CreateTask_EagerThatSetsALocal_LeavesTheMakersAlone()
    {
        string? seen = Simulation.Run(async Coroutine<string?> () =>
        {
            SimTask other = Sim.CreateTask(Nothing());
            Local.Value = "set";
            _ = Sim.CreateTask(Overwrite(), eager: true);
            await other;
            return Local.Value;
        });
        Assert.That(seen, Is.EqualTo("set"));
    }

    // As CPython gave it for the graph in which this was found.
    [Test]
    public void Run_GraphWithAnEagerTaskAfterSetVar_GetsTheVariable()
    {
        TaskGraph graph = TaskGraph.Parse("""
            {"format": "simasync.graph/1", "coroutines": {
              "main": [
                {"op": "task", "as": "t4", "call": "w0"}, {"op": "set_var", "var": "u", "value": 0}, {"op": "task", "call": "w0", "eager": true},
                {"op": "await", "on": "t4"}, {"op": "get_var", "var": "u"}],
              "w0": []}}
            """);
        Assert.That(GraphSimulation.Run(graph).Trace, Has.Member(new GraphEvent(0, "main", "get_var = 0")));
    }

    private static async Coroutine Nothing()
    {
    }

    private static async Coroutine Overwrite() => Local.Value = "overwritten";
}
