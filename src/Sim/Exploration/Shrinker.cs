using SimAsync.Scheduler;

namespace SimAsync.Exploration;

/// <summary>
/// Looks for a simpler run with the same failure: first with fewer steps out of order, by delta debugging (Zeller and Hildebrandt, "Simplifying and
/// isolating failure-inducing input", IEEE TSE 2002) on the list of deviations; then with smaller ones. Each candidate is run and recorded anew, so what
/// comes out is what really happened, not what was asked for.
/// </summary>
/// <param name="run">Makes a run with a strategy.</param>
/// <param name="isSame">Whether a run fails in the way that is being looked for.</param>
/// <param name="budget">At most so many runs.</param>
internal sealed class Shrinker(Func<Strategy, RunReport> run, Func<RunReport, bool> isSame, int budget)
{
    public int Runs { get; private set; }

    public RunReport Shrink(RunReport failing)
    {
        RunReport best = failing;
        for (bool better = true; better && Runs < budget;)
        {
            RunReport before = best;
            best = RemoveSome(best);
            best = LowerSome(best);
            better = !ReferenceEquals(best, before);
        }

        return best;
    }

    private static IReadOnlyList<Deviation> DeviationsOf(RunReport report) => report.Recording!.Deviations;

    // Fewest first; then the least indices; then the fewest choices.
    private static (int Count, long Sum, int Choices) Size(RunReport report)
    {
        IReadOnlyList<Deviation> deviations = DeviationsOf(report);
        return (deviations.Count, deviations.Sum(static deviation => (long)deviation.Index), report.Recording!.Count);
    }

    private RunReport RemoveSome(RunReport best)
    {
        int parts = 2;
        for (; ; )
        {
            IReadOnlyList<Deviation> all = DeviationsOf(best);
            if (all.Count == 0 || Runs >= budget)
            {
                return best;
            }

            parts = Math.Min(parts, all.Count);
            RunReport? smaller = null;
            for (int part = 0; part < parts && smaller is null; part++)
            {
                int from = (int)((long)all.Count * part / parts);
                int to = (int)((long)all.Count * (part + 1) / parts);

                // Keeping one part alone comes first while parts are large, for a bug mostly hangs on few steps.
                if (parts > 2)
                {
                    smaller = Try([.. all.Skip(from).Take(to - from)], best);
                }

                smaller ??= Try([.. all.Take(from), .. all.Skip(to)], best);
            }

            if (smaller is not null)
            {
                best = smaller;
                parts = Math.Max(2, parts - 1);
            }
            else if (parts >= all.Count)
            {
                return best;
            }
            else
            {
                parts *= 2;
            }
        }
    }

    private RunReport LowerSome(RunReport best)
    {
        for (int i = 0; i < DeviationsOf(best).Count && Runs < budget; i++)
        {
            IReadOnlyList<Deviation> all = DeviationsOf(best);
            for (int index = 1; index < all[i].Index && Runs < budget; index++)
            {
                if (Try([.. all.Take(i), all[i] with { Index = index }, .. all.Skip(i + 1)], best) is { } smaller)
                {
                    best = smaller;
                    break;
                }
            }
        }

        return best;
    }

    private RunReport? Try(IReadOnlyList<Deviation> deviations, RunReport best)
    {
        if (Runs >= budget)
        {
            return null;
        }

        Runs++;
        RunReport report = run(Strategy.Guided(deviations));
        return isSame(report) && Size(report).CompareTo(Size(best)) < 0 ? report : null;
    }
}
