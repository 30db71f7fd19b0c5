namespace SimAsync.Scheduler;

/// <summary>
/// As another search; but after its first run come some that go on in order, and of which each answers the first choice with another number: 1, 2, and so on.
/// </summary>
/// <param name="inner">What makes the first run, and all after those.</param>
/// <param name="last">Asked once the first run is over: the last of these numbers.</param>
internal sealed class SweepSearch(Search inner, Func<int> last) : Search
{
    private int learnt;

    public override int EndOfBatch(int run) =>
        run == 0 ? 1
        : run <= last() ? 1 + last()
        : inner.EndOfBatch(run - last() - 1) is var end and < int.MaxValue ? end + last() + 1
        : int.MaxValue;

    public override bool Teaches(int run) => run == 0 || (run > last() && inner.Teaches(run - last()));

    public override IChooser Begin(ulong seed, int run) =>
        run > 0 && run <= last() ? new GuidedChooser([new Deviation(0, run)]) : inner.Begin(seed, run == 0 ? 0 : run - last() - 1);

    // The first run does not know yet what there is to answer, so the others are not like it.
    public override void Learn(IChooser chooser)
    {
        if (learnt++ > last())
        {
            inner.Learn(chooser);
        }
    }

    public override bool IsComplete => learnt > last() && inner.IsComplete;
}
