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
    private const int Cycle = 10;

    /// <summary>The chooser of a run.</summary>
    public static IChooser Begin(ulong seed, Knowledge known, int run)
    {
        if (run < 2)
        {
            return run == 0 ? new PosChooser(seed, known) : new DelayChooser(seed, known, 0);
        }

        // A bug of few preemptions or delays is found soon, or not so.
        if (run < 14)
        {
            switch (run)
            {
                case 2 or 5 or 9:
                    return new PreemptionChooser(seed, known, run == 2 ? 1 : 2);
                case 4 or 8 or 12:
                    return new DelayChooser(seed, known, 2);
            }
        }

        int turn = (run - 2) % Cycle;
        int round = (run - 2) / Cycle;
        bool makersFirst = known.IsStaged && (turn is >= 4 and < 8 || (turn == 9 && round % 2 == 0));
        return turn switch
        {
            0 or 4 => new PosChooser(seed, known) { MakersFirst = makersFirst },
            1 or 5 or 9 => new SurwChooser(seed, known) { MakersFirst = makersFirst },
            2 or 6 => new UniformChooser(seed, known) { MakersFirst = makersFirst },
            3 or 7 => new UrwChooser(seed, known) { MakersFirst = makersFirst },
            _ => (round % 8) switch
            {
                2 => new PctChooser(seed, known, 2 + (round / 8 % 4)),
                4 => new DelayChooser(seed, known, 1 + (round / 8 % 4)),
                6 when round % 64 == 6 => InOrderChooser.Instance,
                _ => new PreemptionChooser(seed, known, 1 + (round % 3)),
            },
        };
    }
}
