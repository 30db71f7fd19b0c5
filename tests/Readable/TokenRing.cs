namespace SimAsync.Tests.Readable;

/// <summary>Stations in a ring, each of which takes over the token of the one before it.</summary>
internal sealed class TokenRing(int stations)
{
    private readonly int[] tokens = [.. Enumerable.Range(1, stations)];

    public IReadOnlyList<int> Tokens => tokens;

    public async Coroutine TakeOver(int station)
    {
        int token = tokens[(station + stations - 1) % stations];
        await Sim.Yield(); // [1] [2]
        tokens[station] = token;
    }
}
