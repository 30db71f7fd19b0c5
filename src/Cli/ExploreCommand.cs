using System.CommandLine;
using SimAsync.Exploration;

namespace SimAsync.Cli;

/// <summary><c>graph explore</c>: many runs of each graph, until one fails.</summary>
internal static class ExploreCommand
{
    public static Command Make(CliStreams streams)
    {
        var defaults = new ExploreOptions();
        Argument<string> file = CliOptions.File();
        Option<Strategy> strategy = CliOptions.Strategy(defaults.Strategy);
        Option<int> runs = CliOptions.Number("--runs", "At most so many runs of each graph; the first that fails is the last.", defaults.Runs, 1, int.MaxValue);
        Option<ulong> seed = CliOptions.Seed();
        Option<int> maxSteps = CliOptions.MaxSteps(defaults.MaxSteps);
        Option<int> jobs = CliOptions.Number("--jobs", "On how many threads the runs are made; what is found is the same.", Environment.ProcessorCount, 1, 1024);
        Option<Shard?> shard = CliOptions.Shard();
        Option<string> corpus = new("--corpus") { Description = "A folder: failures are kept there, and those that it has are played again first.", HelpName = "DIR" };
        Option<bool> noShrink = new("--no-shrink") { Description = "Give the failing run as it was found, without looking for a simpler one." };
        Option<bool> json = new("--json") { Description = "One line of JSON for each graph, in place of text." };
        Option<bool> verbose = CliOptions.Verbose();
        var command = new CliCommand("explore", "Runs each graph many times, until a run fails: main raises, or there is a deadlock.")
        {
            Codes =
            [
                (ExitCode.Success, "No run failed."),
                (ExitCode.Failure, "A run failed: what with, and the code that plays it again, are printed."),
            ],
            Examples =
            [
                "simasync graph explore lost-update.json", "simasync graph explore graphs.jsonl --strategy random --runs 10000 --seed 7 --json",
                "simasync graph explore graphs.jsonl --shard 2/8 --corpus corpus --json > shard-2.jsonl",
            ],
        };
        command.Add(file);
        command.Add(strategy);
        command.Add(runs);
        command.Add(seed);
        command.Add(maxSteps);
        command.Add(jobs);
        command.Add(shard);
        command.Add(corpus);
        command.Add(noShrink);
        command.Add(json);
        command.Add(verbose);
        command.SetAction(result =>
        {
            var options = new ExploreOptions
            {
                Strategy = result.GetRequiredValue(strategy),
                Runs = result.GetValue(runs),
                Seed = result.GetValue(seed),
                MaxSteps = result.GetValue(maxSteps),
                Parallelism = result.GetValue(jobs),
                Shard = result.GetValue(shard),
                Corpus = CorpusOf(result.GetValue(corpus)),
                Shrink = !result.GetValue(noShrink),
            };
            ExploreAll(streams, result.GetRequiredValue(file), options, result.GetValue(json), result.GetValue(verbose));
        });
        return command;
    }

    private static void ExploreAll(CliStreams streams, string file, ExploreOptions options, bool json, bool verbose)
    {
        IReadOnlyList<FileGraph> graphs = GraphFile.Read(streams, file);
        foreach (FileGraph graph in graphs)
        {
            // A name that is there twice is no name; then the line is told with it.
            bool isNamed = graph.Graph.Name is { } name && graphs.Count(other => other.Graph.Name == name) == 1;
            string corpusName = $"{(file == GraphFile.StandardInput ? file : Path.GetFileName(file))} {graph.Title}{(isNamed || graph.Graph.Name is null ? "" : $" line {graph.Line}")}";
            Exploration found = Explore(streams, graph, options with { CorpusName = corpusName });
            foreach (string note in found.Report.Notes)
            {
                streams.Error.WriteLine($"{graph.Title}: warning: {note}");
            }

            if (verbose && found.Report.Failure is { } failure)
            {
                Warnings.Write(streams, graph.Title, failure.Report);
            }

            streams.Found(found.Code);
            streams.Output.WriteLine(json ? found.ToJson() : found.ToText(file, graphs.Count > 1));
            streams.Output.Flush();
        }
    }

    private static string? CorpusOf(string? folder) => folder is null || !string.IsNullOrWhiteSpace(folder) ? folder
        : throw new CliException($"--corpus: a folder's name is needed, found {CliOptions.Quote(folder)}");

    private static Exploration Explore(CliStreams streams, FileGraph graph, ExploreOptions options)
    {
        var display = new ProgressDisplay(streams.Error, streams.Interactive, graph.Title);
        ExploreReport report;
        try
        {
            report = GraphSimulation.Explore(graph.Graph, options with { Progress = display.Show, Clock = streams.Clock });
        }
        finally
        {
            display.Clear();
        }

        return new Exploration(graph, options, report);
    }
}
