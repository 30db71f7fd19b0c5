namespace SimAsync.Examples.Docs;

/// <summary>The code in README.md.</summary>
[Explicit("The test fails: it shows how.")]
public sealed class ReadmeSnippets
{
    // docs: readme-test
    [Test]
    public void Order_PaidAndCancelledAtOnce_IsNotBoth() => Simulation.Explore(PayAndCancel).ThrowIfFailed();

    private static async Task PayAndCancel()
    {
        bool paid = false, cancelled = false;
        async Task Pay() { if (!cancelled) { await Sim.Yield(); /* the bank answers */ paid = true; } }
        async Task Cancel() { await Sim.Yield(); /* the click comes in */ if (!paid) { cancelled = true; } }

        await Task.WhenAll(Pay(), Cancel());
        if (paid && cancelled) { throw new InvalidOperationException("The order is paid and cancelled."); }
    }
    // docs end

    // docs: readme-replay
    [Test]
    public void Order_PlayedAgain() => Simulation.Replay("sim1.AAEEAQAAWLgUvH4", PayAndCancel);
    // docs end

    internal static SimulationFailure Failure() => Simulation.Explore(PayAndCancel).Failure!;
}
