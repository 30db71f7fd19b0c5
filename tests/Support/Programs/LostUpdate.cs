namespace SimAsync.TestSupport.Programs;

/// <summary>
/// Two tasks increment a counter three times each. The least that it can be at the end is 2: one reads at first and writes after the other's second increment; the
/// other reads that 1 for its third, and writes 2 when all else is done.
/// </summary>
internal static class LostUpdate
{
    // One random walk in 256 ends at 2; with five increments each it would be one in 65,536, with which no strategy could be compared.
    private const int Increments = 3;

    public static async Coroutine Run(Start start)
    {
        var count = new Shared<int>(0);

        await start(Increment(), Increment());
        if (count.Value == 2)
        {
            throw new BugException("Four of six increments are lost.");
        }

        async Coroutine Increment()
        {
            for (int i = 0; i < Increments; i++)
            {
                int read = count.Value;
                await Sim.Yield();
                count.Value = read + 1;
                await Sim.Yield();
            }
        }
    }
}
