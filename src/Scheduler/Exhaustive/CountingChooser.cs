namespace SimAsync.Scheduler;

/// <summary>In order but for given deviations, and counts the candidates of each choice.</summary>
internal sealed class CountingChooser(IReadOnlyList<Deviation> deviations) : IChooser
{
    private readonly GuidedChooser guide = new(deviations);
    private readonly List<int> counts = [];

    public bool InPasses => false;

    /// <summary>How many candidates each choice had.</summary>
    public IReadOnlyList<int> Counts => counts;

    public int Choose(ReadOnlySpan<Step> ready) => Choose(ready.Length);

    public int Choose(int count)
    {
        counts.Add(count);
        return guide.Choose(count);
    }

    public int Weigh(double probability, int count) => Choose(count + 1);
}
