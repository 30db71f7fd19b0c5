namespace SimAsync.Tests.Readable;

/// <summary>Batches come in, and are then worked on. Each of the two stages has a figure and a lock of its own.</summary>
internal sealed class TwoStagePipeline
{
    private readonly SimLock intakeLock = new("intake");
    private readonly SimLock resultLock = new("results");
    private int received;
    private int finished;

    public async Coroutine Process(int items)
    {
        using (await intakeLock.Hold())
        {
            await Sim.Yield();
            received += items;
        }

        await Sim.Yield(); // [1]
        using (await resultLock.Hold()) // [1]
        {
            await Sim.Yield();
            finished += items;
        }
    }

    /// <summary>How many items came in, and how many of those are finished.</summary>
    public async Coroutine<(int Received, int Finished)> Report()
    {
        int seen;
        using (await intakeLock.Hold())
        {
            await Sim.Yield();
            seen = received;
        }

        await Sim.Yield(); // [2]
        using (await resultLock.Hold()) // [2]
        {
            return (seen, finished);
        }
    }
}
