namespace SimAsync.Scheduler;

/// <summary>In order, and cancelled at one point, or nowhere; counts the points.</summary>
/// <param name="point">The number of the point, from 0; -1 for nowhere.</param>
/// <param name="target">Which of the targets is struck there, from 1.</param>
internal sealed class SweepChooser(int point, int target) : IChooser
{
    private readonly List<int> targets = [];

    public bool InPasses => false;

    /// <summary>For each point, how many targets there were.</summary>
    public IReadOnlyList<int> Targets => targets;

    public int Choose(ReadOnlySpan<Step> ready) => 0;

    public int Choose(int count) => 0;

    public int Weigh(double probability, int count) => 0;

    int IChooser.Strike(double probability, int targets)
    {
        this.targets.Add(targets);
        return this.targets.Count - 1 == point ? Math.Min(target, targets) : 0;
    }
}
