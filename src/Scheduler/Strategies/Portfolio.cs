namespace SimAsync.Scheduler;

/// <summary>
/// The strategies by turns. No one of them is best on all programs: each is lost on some that another finds a bug of in a few runs; in turns they are never much slower than
/// the best. All learn from the runs of all.
/// </summary>
/// <remarks>
/// The second run goes in order. Where tasks are made one by one, with steps between, half of the runs let those that make others go first: the orders in which an early task has ended
/// before a late one is made are most of all, and hide the others.
/// </remarks>
internal static class Portfolio
{
    // What a bug of few preemptions or delays needs comes early: it is found soon, or not so. S: SURW, P: POS, U: URW, R: random walk, B: preemption-bounded, D: delay-bounded, C: PCT.
    private const string First = "PDCSDUBS";
    private const string Cycle = "SPSUDSRSUB";

    /// <summary>The chooser of a run.</summary>
    public static IChooser Begin(ulong seed, Knowledge known, int run)
    {
        bool isFirst = run < First.Length;
        int turn = isFirst ? run : (run - First.Length) % Cycle.Length;
        int round = isFirst ? 0 : (run - First.Length) / Cycle.Length;
        bool makersFirst = known.IsStaged && (isFirst ? run >= 4 : ((turn / 2) + round) % 2 == 0);
        return (isFirst ? First : Cycle)[turn] switch
        {
            'S' => new SurwChooser(seed, known) { MakersFirst = makersFirst },
            'P' => new PosChooser(seed, known) { MakersFirst = makersFirst },
            'U' => new UrwChooser(seed, known) { MakersFirst = makersFirst },
            'R' when round % 4 == 0 => new StickyChooser(seed, known, round / 4 % 2 * 0.5) { MakersFirst = makersFirst },
            'C' => new PctChooser(seed, known, 2) { MakersFirst = makersFirst },
            'D' when !isFirst && round % 3 == 0 => new PctChooser(seed, known, 2 + (round / 3 % 4)) { MakersFirst = makersFirst },
            'D' => new DelayChooser(seed, known, run == 1 ? 0 : 2 + (round / 2 % 3)) { MakersFirst = makersFirst },
            _ when round % 64 == 63 => InOrderChooser.Instance,
            _ => new PreemptionChooser(seed, known, isFirst ? 2 : 1 + (round / 2 % 3)) { MakersFirst = makersFirst },
        };
    }
}
