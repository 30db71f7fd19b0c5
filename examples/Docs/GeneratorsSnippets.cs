using global::FsCheck;
using global::FsCheck.Fluent;
using SimAsync.FsCheck.Generators;
using SimAsync.FsCheck.Graphs;

namespace SimAsync.Examples.Docs;

/// <summary>The code in docs/fscheck.md, Generators.</summary>
public sealed class GeneratorsSnippets
{
    // docs: fscheck-graphs
    [Test]
    public void Replay_AnyGraphUnderAnySchedule_GivesTheSameTrace() =>
        Prop.ForAll(GraphGenerator.Arbitrary(new() { Cancellation = 3 }), SimArbitraries.Schedules(), (graph, schedule) =>
        {
            GraphResult run = GraphSimulation.Run(graph, schedule.Apply(new RunOptions()));
            return GraphSimulation.Replay(run.Report.ReplayCode, graph).ToJson() == run.ToJson();
        }).QuickCheckThrowOnFailure();
    // docs end

    // docs: fscheck-plans
    [Test]
    public void Semaphore_HoldersThatAreCancelled_GiveTheirPermitsBack() =>
        Prop.ForAll(SimArbitraries.CancellationPlans(), SimArbitraries.Durations(), (plan, work) => Simulation.Run(async () =>
        {
            using var permits = new SemaphoreSlim(2);
            CancellationRun cancellations = plan.Start();
            await Task.WhenAll(Enumerable.Range(0, 5).Select(Client));
            return permits.CurrentCount == 2;

            async Task Client(int client)
            {
                CancellationToken token = cancellations.Token(client);
                try
                {
                    await permits.WaitAsync(token);
                    try
                    {
                        cancellations.Step(client);
                        await Task.Delay(work, Sim.TimeProvider, token);
                    }
                    finally
                    {
                        permits.Release();
                    }
                }
                catch (OperationCanceledException)
                {
                }
            }
        })).QuickCheckThrowOnFailure();
    // docs end
}
