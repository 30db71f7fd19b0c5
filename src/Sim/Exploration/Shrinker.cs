using SimAsync.Scheduler;

namespace SimAsync.Exploration;

/// <summary>
/// Looks for a simpler run with the same failure: fewest steps out of order, then the smallest deviations, then the earliest end. First the run is made again as near to order as its causes allow, which
/// mostly leaves a few deviations in one run. Then some are taken away, by delta debugging (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE TSE 2002), told by what they did, so
/// that those that stay keep their meaning; and last one by one, told by where they stand, so that what is left is 1-minimal. Each candidate is run and recorded anew: what comes out is what really happened.
/// </summary>
/// <param name="run">Makes a run with a strategy.</param>
/// <param name="isSame">Whether a run fails in the way that is being looked for.</param>
/// <param name="budget">At most so many runs.</param>
internal sealed class Shrinker(Func<Strategy, RunReport> run, Func<RunReport, bool> isSame, int budget)
{
    // Of many smaller numbers for one choice only a few are tried.
    private const int FewIndices = 4;

    // To find the causes takes time quadratic in the steps.
    private const int MostSlicedSteps = 4000;

    private const int MostSearchedSteps = 400;
    private const int MostSearches = 60;
    private const int MostDeviationsSearched = 2;

    public int Runs { get; private set; }

    public RunReport Shrink(RunReport failing)
    {
        RunReport best = failing;
        if (DeviationsOf(best).Count == 0 || budget == 0)
        {
            return best;
        }

        // The run in order is tried first: some failures are always there.
        RunReport inOrder = Run(Strategy.Scripted([]));
        if (isSame(inOrder))
        {
            return inOrder;
        }

        best = RemoveAndLower(ShrinkEvents(best));
        return SearchFewer(best, inOrder) is { } fewer ? RemoveAndLower(fewer) : best;
    }

    private static IReadOnlyList<Deviation> DeviationsOf(RunReport report) => report.Recording!.Deviations;

    // Fewest first; then the least indices; then the fewest choices.
    private static (int Count, long Sum, int Choices) Size(RunReport report)
    {
        IReadOnlyList<Deviation> deviations = DeviationsOf(report);
        return (deviations.Count, deviations.Sum(static deviation => (long)deviation.Index), report.Recording!.Count);
    }

    private static EventChooser? EventsOf(RunReport report)
    {
        if (report.Chooser is not EventChooser { Events.Count: > 0 } chooser)
        {
            return null;
        }

        chooser.End();
        return chooser;
    }

    // Who went, in the failing run, before something that conflicts and that goes first in order: one of these has to be put forward.
    private static HashSet<ulong> PutForward(EventChooser failing, EventChooser inOrder)
    {
        var places = new Dictionary<(ulong, int), int>();
        for (int i = 0; i < inOrder.Events.Count; i++)
        {
            places[(inOrder.Events[i].Task, inOrder.Events[i].Ordinal)] = i;
        }

        var tasks = new HashSet<ulong>();
        for (int i = 0; i < failing.Events.Count; i++)
        {
            RunEvent first = failing.Events[i];
            int place = places.GetValueOrDefault((first.Task, first.Ordinal), int.MaxValue);
            for (int j = i + 1; j < failing.Events.Count && !tasks.Contains(first.Task); j++)
            {
                RunEvent second = failing.Events[j];
                if (places.GetValueOrDefault((second.Task, second.Ordinal), int.MaxValue) < place && first.ConflictsWith(second))
                {
                    tasks.Add(first.Task);
                }
            }
        }

        return tasks;
    }

    // Fewer deviations than what is left may do it, but others. Those with one are tried, and then those with two, as far as they put forward what has to be.
    private RunReport? SearchFewer(RunReport best, RunReport inOrder)
    {
        int most = DeviationsOf(best).Count - 1;
        if (most < 1 || EventsOf(inOrder) is not { Events.Count: <= MostSearchedSteps } events || EventsOf(best) is not { Events.Count: <= MostSearchedSteps } failing)
        {
            return null;
        }

        HashSet<ulong> forward = PutForward(failing, events);
        var toTry = new Queue<Deviation[]>();
        Extend([], events);
        for (int tried = 0; tried < MostSearches && toTry.TryDequeue(out Deviation[]? deviations) && Runs < budget; tried++)
        {
            RunReport report = Run(Strategy.Scripted(deviations));
            if (isSame(report) && Size(report).CompareTo(Size(best)) < 0)
            {
                return report;
            }

            if (deviations.Length < Math.Min(most, MostDeviationsSearched) && EventsOf(report) is { } made)
            {
                Extend(deviations, made);
            }
        }

        return null;

        void Extend(Deviation[] deviations, EventChooser made)
        {
            for (int choice = deviations.Length == 0 ? 0 : deviations[^1].Choice + 1; choice < made.Candidates.Count && toTry.Count < MostSearches; choice++)
            {
                for (int index = 1; index < made.Candidates[choice].Length && toTry.Count < MostSearches; index++)
                {
                    if (made.Candidates[choice][index] is var task && (task == 0 || forward.Contains(task)))
                    {
                        toTry.Enqueue([.. deviations, new Deviation(choice, index)]);
                    }
                }
            }
        }
    }

    private RunReport RemoveAndLower(RunReport best)
    {
        for (bool better = true; better && Runs < budget;)
        {
            RunReport before = best;
            best = RemoveEach(best);
            best = LowerSome(best);
            better = !ReferenceEquals(best, before);
        }

        return best;
    }

    private RunReport ShrinkEvents(RunReport best)
    {
        if (best.Chooser is not EventChooser && Runs < budget)
        {
            RunReport again = Run(Strategy.Scripted(DeviationsOf(best)));
            best = isSame(again) ? again : best;
        }

        // What goes in another order may free more, so once more if it did.
        for (int i = 0; i < 2 && EventsOf(best) is { Events.Count: <= MostSlicedSteps } events; i++)
        {
            if (Try(Strategy.Sliced(events), best) is not { } sliced)
            {
                break;
            }

            best = sliced;
        }

        return RemoveSome(best);
    }

    private RunReport RemoveSome(RunReport best)
    {
        int parts = 2;
        for (; ; )
        {
            if (EventsOf(best) is not { Wishes: { Count: > 0 } all } || Runs >= budget)
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
                    smaller = Try(Strategy.Wished([.. all.Skip(from).Take(to - from)]), best);
                }

                smaller ??= Try(Strategy.Wished([.. all.Take(from), .. all.Skip(to)]), best);
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

    // The last first: what comes late hangs on what was before.
    private RunReport RemoveEach(RunReport best)
    {
        for (int i = DeviationsOf(best).Count - 1; i >= 0 && Runs < budget; i--)
        {
            IReadOnlyList<Deviation> all = DeviationsOf(best);
            if (Try(Strategy.Scripted([.. all.Take(i), .. all.Skip(i + 1)]), best) is { } smaller)
            {
                best = smaller;
                i = DeviationsOf(best).Count;
            }
        }

        return best;
    }

    private RunReport LowerSome(RunReport best)
    {
        for (int i = 0; i < DeviationsOf(best).Count && Runs < budget; i++)
        {
            IReadOnlyList<Deviation> all = DeviationsOf(best);
            int tried = 0;
            for (int index = 1; index < all[i].Index && tried < FewIndices && Runs < budget; index++, tried++)
            {
                if (Try(Strategy.Scripted([.. all.Take(i), all[i] with { Index = index }, .. all.Skip(i + 1)]), best) is { } smaller)
                {
                    best = smaller;
                    break;
                }
            }
        }

        return best;
    }

    private RunReport? Try(Strategy strategy, RunReport best)
    {
        if (Runs >= budget)
        {
            return null;
        }

        RunReport report = Run(strategy);
        return isSame(report) && Size(report).CompareTo(Size(best)) < 0 ? report : null;
    }

    private RunReport Run(Strategy strategy)
    {
        Runs++;
        return run(strategy);
    }
}
