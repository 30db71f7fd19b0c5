namespace SimAsync.Scheduler;

/// <summary>
/// The random walk: each choice is uniform among the candidates and independent of every other. A schedule with k
/// choices among n candidates each has the chance n^-k, so a bug that hangs on few choices is found fast.
/// </summary>
internal sealed class RandomChooser(ulong seed) : IChooser
{
    private Xoshiro256 random = new(seed);

    public bool InPasses => false;

    public int Choose(ReadOnlySpan<Step> ready) => random.Next(ready.Length);

    public int Choose(int count) => random.Next(count);

    public int Weigh(double probability, int count) => random.NextDouble() < probability ? 1 + random.Next(count) : 0;
}
