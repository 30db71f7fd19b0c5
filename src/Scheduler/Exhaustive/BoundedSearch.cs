namespace SimAsync.Scheduler;

/// <summary>
/// All interleavings with at most so many steps out of order: first the one with none, then those with one, the earliest first, and so on. Each is made of one that has been run, by one
/// more deviation behind its last, so none is run twice.
/// </summary>
/// <param name="bound">At most so many deviations.</param>
internal sealed class BoundedSearch(int bound) : Search
{
    // An exploration that makes more runs is not complete.
    private const int MostKept = 1 << 20;

    private readonly List<Deviation[]> toRun = [[]];
    private int learnt;
    private bool isCut;

    public override bool TriesAll => true;

    public override bool IsComplete => learnt == toRun.Count && !isCut;

    // What is on the list when a run begins does not hang on those beside it.
    public override int EndOfBatch(int run) => Math.Max(run + 1, toRun.Count);

    // Each run hangs on those before.
    public override bool Teaches(int run) => true;

    public override IChooser Begin(ulong seed, int run) => new CountingChooser(toRun[run]);

    public override void Learn(IChooser chooser)
    {
        Deviation[] made = toRun[learnt++];
        if (made.Length == bound)
        {
            return;
        }

        IReadOnlyList<int> counts = ((CountingChooser)chooser).Counts;
        for (int choice = made.Length == 0 ? 0 : made[^1].Choice + 1; choice < counts.Count; choice++)
        {
            for (int index = 1; index < counts[choice]; index++)
            {
                if (toRun.Count == MostKept)
                {
                    isCut = true;
                    return;
                }

                toRun.Add([.. made, new Deviation(choice, index)]);
            }
        }
    }
}
