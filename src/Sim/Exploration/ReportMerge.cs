namespace SimAsync.Exploration;

/// <summary>Makes one report of those of an exploration's shards.</summary>
internal static class ReportMerge
{
    public static ExploreReport Merge(IReadOnlyList<ExploreReport> reports)
    {
        if (reports is not [var first, ..])
        {
            throw new ArgumentException("At least one report is needed.", nameof(reports));
        }

        if (reports.FirstOrDefault(report => report.Exploration != first.Exploration) is { } other)
        {
            throw new ArgumentException($"The reports are of different explorations: ({first.Exploration}) and ({other.Exploration}).", nameof(reports));
        }

        IReadOnlyList<Shard> shards = Union(reports);
        return new ExploreReport
        {
            Exploration = first.Exploration,
            Shards = shards,
            Runs = reports.Sum(static report => report.Runs),
            Coverage = first.Coverage,
            Cancellations = first.Cancellations,
            Complete = shards.Count == 0 && reports.All(static report => report.Complete),
            Failure = reports.Select(static report => report.Failure).OfType<SimulationFailure>().MinBy(static failure => (failure.Run, failure.Shard?.Index ?? 0)),
            Notes = [.. reports.SelectMany(static report => report.Notes).Distinct()],
        };
    }

    private static IReadOnlyList<Shard> Union(IReadOnlyList<ExploreReport> reports)
    {
        if (reports is [var only])
        {
            return only.Shards;
        }

        Shard[] all = [.. reports.SelectMany(static report => report.Shards).OrderBy(static shard => shard.Index)];
        if (reports.Any(static report => report.Shards.Count == 0))
        {
            throw new ArgumentException("One of the reports is of the whole exploration, to which no other adds anything.", nameof(reports));
        }

        if (Array.Find(all, shard => shard.Count != all[0].Count) is { } odd)
        {
            throw new ArgumentException($"The shards are not of one exploration: {all[0]} and {odd}.", nameof(reports));
        }

        if (all.Zip(all.Skip(1)).FirstOrDefault(static two => two.First == two.Second).First is { } twice)
        {
            throw new ArgumentException($"Shard {twice} is there twice.", nameof(reports));
        }

        return all.Length == all[0].Count ? [] : all;
    }
}
