namespace SimAsync.Tests.Readable;

/// <summary>A stack of plates with room for a few, between a dishwasher and a waiter.</summary>
internal sealed class BoundedStack(int room)
{
    private readonly SimLock gate = new("plates");
    private readonly string[] plates = new string[room];
    private int count;
    private bool hasPlates;

    public async Coroutine Push(string plate)
    {
        using (await gate.Hold()) // [1]
        {
            await Sim.Yield(); // [1]
            plates[count++] = plate;
            hasPlates = true;
        }
    }

    /// <summary>Takes the uppermost plate; null if there are none yet.</summary>
    public async Coroutine<string?> Pop()
    {
        using (await gate.Hold()) // [2]
        {
            await Sim.Yield(); // [2]
            return hasPlates ? plates[--count] : null;
        }
    }
}
