namespace SimAsync.Traces;

/// <summary>Which steps of a run a sequence diagram shows: all, or what matters around those that are out of order and the end, until a number of messages and notes is reached.</summary>
internal static class MermaidScenes
{
    private const int MostMessages = 4;

    /// <summary>The indices of the steps, in order.</summary>
    /// <param name="run">The run.</param>
    /// <param name="agree">For how many steps it agrees with another; null if there is none.</param>
    /// <param name="budget">How many messages and notes there may be.</param>
    public static IReadOnlyList<int> Choose(TraceRun run, int? agree, int budget)
    {
        var chosen = new SortedSet<int>();
        foreach (int index in ByWeight(run, agree))
        {
            // A step that is alone needs a note before it, of how many are left out.
            int cost = CostOf(run, run.Steps[index]) + 1;
            if (!chosen.Contains(index) && cost <= budget)
            {
                budget -= cost;
                chosen.Add(index);
            }
        }

        return [.. chosen];
    }

    /// <summary>The lane that made a step ready, if it was another.</summary>
    public static int? WakerOf(TraceRun run, TraceStep step) =>
        step.WokenBy is { } by && run.Steps[(int)by - 1].Lane is var lane && lane != step.Lane ? lane : null;

    /// <summary>Those of a step's deeds that are messages to another lane.</summary>
    public static IEnumerable<TraceDeed> Messages(TraceStep step) =>
        step.Deeds.Where(deed => deed.Kind is TraceDeedKind.Began or TraceDeedKind.Cancelled or TraceDeedKind.Released && deed.Lane is { } lane && lane != step.Lane).Take(MostMessages);

    private static int CostOf(TraceRun run, TraceStep step) => 1 + (WakerOf(run, step) is null ? 0 : 1) + Messages(step).Count();

    // The end, the fork, those out of order with what they went before, what made all those ready, what is near them; and then all the rest, from the end backwards.
    private static IEnumerable<int> ByWeight(TraceRun run, int? agree)
    {
        int count = run.Steps.Count;
        List<int> first = [.. Enumerable.Range(1, 3).Select(back => count - back)];
        if (agree is { } fork)
        {
            first.Add(fork);
        }

        foreach (TraceStep step in run.Steps.Where(static step => step.InsteadOf is not null))
        {
            first.Add((int)step.Number - 1);
            if (step.InsteadOf!.RanAs is { } ranAs)
            {
                first.Add((int)ranAs - 1);
            }
        }

        first.RemoveAll(index => index < 0 || index >= count);
        return first
            .Concat(first.Select(index => run.Steps[index].WokenBy).OfType<long>().Select(static by => (int)by - 1))
            .Concat(first.SelectMany(static index => new[] { index - 1, index + 1 }).Where(index => index >= 0 && index < count))
            .Concat(Enumerable.Range(1, count).Select(back => count - back));
    }
}
