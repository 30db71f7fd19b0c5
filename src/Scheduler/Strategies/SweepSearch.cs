namespace SimAsync.Scheduler;

/// <summary>
/// As another search; but if its first run could have been cancelled, the second counts at which points, in order, and after it every other run is cancelled at one of them, in order too, until each has
/// had its turn. Where the runs of the other search are cancelled is left to chance.
/// </summary>
/// <param name="inner">What makes the first run, and those between.</param>
/// <param name="sweep">Which of the points have a run.</param>
/// <param name="seed">What a sample of them hangs on.</param>
internal sealed class SweepSearch(Search inner, CancellationSweep sweep, ulong seed) : Search
{
    private int points;

    // The run that counts; none if there is nothing to cancel.
    private int counting = int.MaxValue;
    private IReadOnlyList<(int Point, int Target)>? plan;

    public override bool IsComplete => inner.IsComplete;

    public override int CancellationPoints => points;

    public override Coverage? Coverage => inner.Coverage;

    public override int EndOfBatch(int run)
    {
        if (run == 0)
        {
            return 1;
        }

        if (plan is null && run > counting)
        {
            // Runs have to be made in another way, so that one taught nothing.
            counting = run;
        }

        int end = run == counting ? 1 : inner.EndOfBatch(InnerFrom(run));
        return run == counting ? run + 1 : end == int.MaxValue ? end : OuterOf(end);
    }

    public override bool Teaches(int run) => run != counting && PlaceOf(run) is null && inner.Teaches(InnerFrom(run));

    public override bool Shows(int run) => run == 0 || run == counting;

    public override IChooser Begin(ulong seed, int run) =>
        run == counting ? new SweepChooser(-1, 0)
        : PlaceOf(run) is var (point, target) ? new SweepChooser(point, target)
        : inner.Begin(seed, InnerFrom(run));

    public override void SeePoints(int run, int points)
    {
        this.points = Math.Max(this.points, points);
        if (run == 0)
        {
            counting = 1;
        }
    }

    public override void Learn(IChooser chooser)
    {
        if (chooser is not SweepChooser swept)
        {
            inner.Learn(chooser);
        }
        else
        {
            plan ??= sweep.Of(swept.Targets, seed);
        }
    }

    public override void Restart() => inner.Restart();

    public override (int Made, int InAll) Swept(int runs)
    {
        int all = plan?.Count ?? 0;
        return (Math.Clamp((runs - counting) / 2, 0, all), all);
    }

    // Behind the run that counts: a planned one, one of the other search, a planned one, and so on; and then the others.
    private (int Point, int Target)? PlaceOf(int run) =>
        plan is not null && run > counting && run - counting - 1 is var number && number % 2 == 0 && number / 2 < plan.Count ? plan[number / 2] : null;

    // The other search's number of a run, or of the next that is its.
    private int InnerFrom(int run)
    {
        if (run < counting)
        {
            return run;
        }

        // It has had those before the one that counts.
        int number = run - counting - 1;
        int planned = plan?.Count ?? 0;
        return counting + (number < 2 * planned ? number / 2 : number - planned);
    }

    private int OuterOf(int innerRun)
    {
        if (innerRun <= counting || plan is null)
        {
            return innerRun;
        }

        // Behind the one before it.
        int number = innerRun - counting;
        return counting + 1 + (number <= plan.Count ? 2 * number : number + plan.Count);
    }
}
