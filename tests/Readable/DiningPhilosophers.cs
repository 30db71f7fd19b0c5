namespace SimAsync.Tests.Readable;

/// <summary>A round table with a fork between any two guests. Who eats needs the one to the left, then the one to the right.</summary>
internal sealed class DiningPhilosophers(int guests)
{
    private readonly SimLock[] forks = [.. Enumerable.Range(0, guests).Select(static seat => new SimLock($"fork {seat}"))];

    public int Meals { get; private set; }

    public async Coroutine Dine(int seat)
    {
        using (await forks[seat].Hold())
        {
            await Sim.Yield();
            using (await forks[(seat + 1) % guests].Hold()) // [1] [2]
            {
                Meals++;
            }
        }
    }
}
