using SimAsync.Graphs;

namespace SimAsync.Tests.Sync;

/// <summary>A comparison that throws leaves the heap as CPython's does, which swaps items as it goes: none is lost, none is there twice.</summary>
public sealed class SimPriorityQueueTests
{
    [Test]
    public void PutNow_ComparisonThrowsAfterAnItemMoved_EachItemIsThereOnce()
    {
        Simulation.Run(async Coroutine () =>
        {
            var queue = new SimPriorityQueue<int?>(comparer: Comparer<int?>.Create(static (a, b) => a is null || b is null ? throw new ArgumentException("null") : a.Value.CompareTo(b.Value)));
            queue.PutNow(null);
            foreach (int item in new[] { 3, 2, 1 })
            {
                Assert.That(() => queue.PutNow(item), Throws.ArgumentException);
            }

            Assert.That(Enumerable.Range(0, 4).Select(_ => queue.GetNow()), Is.EqualTo(new int?[] { null, 1, 2, 3 }));
        });
    }

    // The values are CPython 3.14's.
    [Test]
    public void Run_GraphWithItemsThatDoNotCompare_GetsThemAsCPython()
    {
        TaskGraph graph = TaskGraph.Parse("""
            {"format": "simasync.graph/1", "coroutines": {"main": [
              {"op": "queue", "as": "q", "kind": "priority"}, {"op": "put_nowait", "on": "q"},
              {"op": "try", "body": [{"op": "put_nowait", "on": "q", "value": 3}], "except": [{"type": "TypeError", "body": []}]},
              {"op": "try", "body": [{"op": "put_nowait", "on": "q", "value": 2}], "except": [{"type": "TypeError", "body": []}]},
              {"op": "try", "body": [{"op": "put_nowait", "on": "q", "value": 1}], "except": [{"type": "TypeError", "body": []}]},
              {"op": "repeat", "times": 4, "body": [{"op": "get_nowait", "on": "q"}]}]}}
            """);
        Assert.That(GraphSimulation.Run(graph).Trace.Where(static e => e.Text.StartsWith("get_nowait", StringComparison.Ordinal)).Select(static e => e.Text),
            Is.EqualTo(new[] { "get_nowait q = null", "get_nowait q = 1", "get_nowait q = 2", "get_nowait q = 3" }));
    }
}
