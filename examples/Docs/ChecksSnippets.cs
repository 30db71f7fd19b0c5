namespace SimAsync.Examples.Docs;

/// <summary>The code in docs/checks.md.</summary>
public sealed class ChecksSnippets
{
    // docs: checks-always
    private static async Task Transfer_AtEachStep_LosesNothing()
    {
        int ann = 100, bob = 0;
        Sim.Always("nothing is lost", () => ann + bob == 100);

        await Task.WhenAll(Move(10), Move(20));

        async Task Move(int amount)
        {
            await Task.Yield();
            ann -= amount;
            await Task.Delay(5); // The bank's ledger.
            bob += amount;
        }
    }
    // docs end

    // docs: checks-eventually
    [Test]
    public void Retry_AfterTwoFailures_HasConnectedInTime() => Simulation.Run(async () =>
    {
        int failures = 2;
        bool connected = false;
        Sim.Eventually("connected", () => connected, TimeSpan.FromSeconds(3));
        while (failures-- > 0)
        {
            await Task.Delay(1000);
        }

        connected = true;
    });
    // docs end

    // docs: checks-livelock
    private static async Task Poll_ThatNeverWaits()
    {
        bool ready = false;
        Task server = Start();
        while (!ready)
        {
            await Task.Yield();
        }

        await server;

        async Task Start()
        {
            await Task.Delay(50);
            ready = true;
        }
    }
    // docs end

    internal static string Always() => Simulation.Explore(Transfer_AtEachStep_LosesNothing).Failure!.Exception.Message;

    internal static string Livelock() => Simulation.Observe(Poll_ThatNeverWaits).Exception!.Message;

    [Test]
    public void Always_OfTheDocument_Fails() => Assert.That(Simulation.Observe(Transfer_AtEachStep_LosesNothing).Exception, Is.TypeOf<InvariantException>());
}
