using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SimAsync.Cli;

/// <summary><c>report merge</c>: what the shards of an exploration found, as one exploration would have printed it.</summary>
internal static class MergeCommand
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Make(CliStreams streams)
    {
        Argument<string[]> files = new("FILES") { Description = "What graph explore --json printed, a file for each shard; - is stdin.", Arity = ArgumentArity.OneOrMore };
        var command = new CliCommand("merge", "Makes one report of those of an exploration's shards: a line of JSON for each graph, as graph explore --json prints it.")
        {
            Codes =
            [
                (ExitCode.Success, "All shards are there, and no run failed."),
                (ExitCode.Failure, "A run failed. Of several, the lowest is printed, which is the one that the whole exploration finds."),
                (ExitCode.Misuse, "A file is no report, the reports do not belong together, or a shard is missing (what there is, is printed). Or the command line is wrong."),
            ],
            Examples = ["simasync report merge shard-1.jsonl shard-2.jsonl", "simasync report merge shards/*.jsonl > whole.jsonl"],
        };
        command.Add(files);
        command.SetAction(result => Merge(streams, result.GetRequiredValue(files)));
        return command;
    }

    private static void Merge(CliStreams streams, IReadOnlyList<string> files)
    {
        ReportLine[] lines = [.. files.SelectMany(file => Read(streams, file))];
        foreach (IGrouping<(int, string?), ReportLine> graph in lines.GroupBy(static line => (line.Line, line.Name)).OrderBy(static graph => graph.Key.Item1))
        {
            ReportLine[] parts = [.. graph];
            IReadOnlyList<Shard> shards = Union(parts);
            ReportLine told = parts.Where(static part => part.IsFound).MinBy(static part => (part.Run, part.Shards is [var first, ..] ? first.Index : 0)) ?? parts[0];
            bool complete = shards.Count == 0 && Array.TrueForAll(parts, static part => part.IsComplete);
            streams.Output.WriteLine(told.With(SumOfRuns(parts), complete, shards).ToJsonString(Relaxed));
            streams.Found(told.ExceptionType switch
            {
                null => ExitCode.Success,
                nameof(SimulationBugException) => ExitCode.Bug,
                _ => ExitCode.Failure,
            });

            if (shards is [var one, ..])
            {
                // What was not looked at must not pass for what was found to be good.
                streams.Found(ExitCode.Misuse);
                streams.Error.WriteLine($"{told.Title}: {Missing(shards, one.Count)} missing");
            }
        }
    }

    private static int SumOfRuns(ReportLine[] parts)
    {
        try
        {
            return parts.Sum(static part => part.Runs);
        }
        catch (OverflowException)
        {
            throw new CliException($"{parts[^1].Place}: runs: with the others' they are more than {int.MaxValue}");
        }
    }

    private static string Missing(IReadOnlyList<Shard> shards, int count)
    {
        const int Most = 10;
        HashSet<int> there = [.. shards.Select(static shard => shard.Index)];
        string some = string.Join(", ", Enumerable.Range(0, count).Where(index => !there.Contains(index)).Take(Most).Select(index => new Shard(index, count)));
        int missing = count - there.Count;
        return $"{(missing == 1 ? "shard" : "shards")} {some}{(missing > Most ? $" and {missing - Most} more" : "")} {(missing == 1 ? "is" : "are")}";
    }

    // The shards in order, or none if they are all there.
    private static IReadOnlyList<Shard> Union(ReportLine[] parts)
    {
        var places = new SortedDictionary<int, (Shard Shard, string Place)>();
        ReportLine first = parts[0];
        foreach (ReportLine part in parts)
        {
            if (part.DifferenceTo(first) is { } field)
            {
                throw new CliException($"{part.Place}: {field}: {part.Raw(field)}, and {first.Place} has {first.Raw(field)}: these are different explorations");
            }

            if (part.Shards.Count == 0 != (first.Shards.Count == 0) || (part.Shards.Count == 0 && part != first))
            {
                ReportLine whole = part.Shards.Count == 0 ? part : first;
                throw new CliException($"{whole.Place}: shards: this is the whole exploration, to which {(whole == part ? first : part).Place} adds nothing");
            }

            foreach (Shard shard in part.Shards)
            {
                if (shard.Count != first.Shards[0].Count)
                {
                    throw new CliException($"{part.Place}: shards: {shard}, and {first.Place} has {first.Shards[0]}: these are different explorations");
                }

                if (!places.TryAdd(shard.Index, (shard, part.Place)))
                {
                    throw new CliException($"{part.Place}: shards: {shard} is there twice, for {places[shard.Index].Place} has it too");
                }
            }
        }

        return first.Shards.Count > 0 && places.Count < first.Shards[0].Count ? [.. places.Values.Select(static place => place.Shard)] : [];
    }

    private static List<ReportLine> Read(CliStreams streams, string file)
    {
        using Stream stream = GraphFile.Open(streams, file);
        var lines = new LineReader(stream, static () => { });
        var reports = new List<ReportLine>();
        while (TryRead(out ReadOnlySpan<byte> line))
        {
            if (!GraphFile.IsBlank(line))
            {
                reports.Add(ReportLine.Parse($"{file}: line {lines.Number}", line));
            }
        }

        // A shard that was ended before it had printed leaves such a file.
        return reports.Count > 0 ? reports : throw new CliException($"{file}: there is no report in it");

        bool TryRead(out ReadOnlySpan<byte> line)
        {
            try
            {
                return lines.TryRead(out line);
            }
            catch (CliException e)
            {
                throw new CliException($"{file}: {e.Message}");
            }
        }
    }
}
