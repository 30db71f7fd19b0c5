namespace SimAsync.Scheduler;

/// <summary>
/// In order but for given deviations. Unlike <see cref="ReplayChooser"/> it checks nothing and takes an index that is
/// too large as the last candidate, for the candidates of a shrinker, whose choices drift as deviations go.
/// </summary>
internal sealed class GuidedChooser(IReadOnlyList<Deviation> deviations) : IChooser
{
    private int choice;
    private int next;

    public bool InPasses => false;

    public int Choose(ReadOnlySpan<Step> ready) => Choose(ready.Length);

    public int Choose(int count)
    {
        int here = choice++;
        if (next < deviations.Count && deviations[next].Choice == here)
        {
            return Math.Min(deviations[next++].Index, count - 1);
        }

        return 0;
    }

    public int Weigh(double probability, int count) => Choose(count + 1);
}
