namespace SimAsync.Examples.Docs;

/// <summary>The code in docs/cancellation.md.</summary>
public sealed class CancellationSnippets
{
    // docs: cancel-refill
    private static async Task Refill_CancelledAnywhere_LosesNoItem()
    {
        var store = new List<int> { 1, 2, 3 };
        var shelf = new List<int>();
        using var stop = new CancellationTokenSource();
        Sim.MayCancel(stop, "the refill");
        Sim.AtEnd("nothing is lost", () => store.Count + shelf.Count == 3);

        while (store.Count > 0)
        {
            int item = store[0];
            store.RemoveAt(0);
            await Task.Delay(10, stop.Token); // The way to the shelf.
            shelf.Add(item);
        }
    }
    // docs end

    /// <summary>What its exploration prints, and how it fails.</summary>
    public static string Message() => Simulation.Explore(Refill_CancelledAnywhere_LosesNoItem).Failure!.ToString();

    [Test]
    public void Refill_LosesAnItem() => Assert.That(Simulation.Explore(Refill_CancelledAnywhere_LosesNoItem).Failure!.Exception, Is.TypeOf<InvariantException>());

    // docs: cancel-scope
    [Test]
    public void Fetch_CancelledAnywhere_LeavesNothingBehind()
    {
        var options = new ExploreOptions { NoTasksLeft = true, NoLocksHeld = true, CancellationSweep = CancellationSweep.Sample(200) };
        Simulation.Explore(async Coroutine () =>
        {
            var connections = new SimSemaphore(2, "connections");
            SimTask fetch = Sim.CreateTask(FetchAll());
            Sim.MayCancel(fetch);
            await fetch;

            async Coroutine FetchAll()
            {
                using (Sim.Scope("fetch"))
                {
                    await TaskGroup.Run(async Coroutine (group) =>
                    {
                        for (int page = 0; page < 5; page++)
                        {
                            _ = group.CreateTask(Fetch());
                        }

                        await Sim.Yield();
                    });
                }
            }

            async Coroutine Fetch()
            {
                using (await connections.Hold())
                {
                    await Sim.Sleep(100);
                }
            }
        }, options).ThrowIfFailed();
    }
    // docs end
}
