using System.CommandLine;
using SimAsync.Scheduler;
using SimAsync.Traces;

namespace SimAsync.Cli;

/// <summary><c>graph replay</c>: one recorded run of a graph, again.</summary>
internal static class ReplayCommand
{
    public static Command Make(CliStreams streams)
    {
        Argument<string> file = CliOptions.File();
        Argument<string> code = new("CODE") { Description = "The code that explore printed." };
        Option<string> name = new("--name") { Description = "Which of several graphs: the one with this name.", HelpName = "NAME" };
        Option<int> line = CliOptions.Number<int>("--line", "Which of several graphs: the one on this line.", null, 1, int.MaxValue);
        Option<int> maxSteps = CliOptions.MaxSteps(new ExploreOptions().MaxSteps);
        Option<bool> text = new("--text") { Description = "A table for people, in place of a line of JSON." };
        Option<string> trace = new("--trace") { Description = "Where to write what the run did, step by step: a file whose name ends with .html, .perfetto.json, .mmd, .txt or .json.", HelpName = "PATH" };
        Option<bool> verbose = CliOptions.Verbose();
        var command = new CliCommand("replay", "Plays a recorded run again: a line {\"outcome\", \"trace\"} out.")
        {
            Codes =
            [
                (ExitCode.Success, "The run did not fail."),
                (ExitCode.Failure, "The run failed: main raised, there was a deadlock, or it outran --max-steps."),
                (ExitCode.NoReplay, "The code cannot be read, or does not fit the graph: stderr says where they part."),
            ],
            Examples = ["simasync graph replay lost-update.json CODE", "simasync graph replay graphs.jsonl CODE --line 3 --text", "simasync graph replay lost-update.json CODE --trace lost-update.html"],
        };
        command.Add(file);
        command.Add(code);
        command.Add(name);
        command.Add(line);
        command.Add(maxSteps);
        command.Add(text);
        command.Add(trace);
        command.Add(verbose);
        command.SetAction(result =>
        {
            string from = result.GetRequiredValue(file);
            FileGraph graph = Pick(from, GraphFile.Read(streams, from), result.GetValue(name), result.GetResult(line) is null ? null : result.GetValue(line));
            var options = new RunOptions { MaxSteps = result.GetValue(maxSteps) };
            Replay(streams, graph, result.GetRequiredValue(code), options, result.GetValue(text), result.GetValue(trace), result.GetValue(verbose));
        });
        return command;
    }

    private static void Replay(CliStreams streams, FileGraph graph, string code, RunOptions options, bool text, string? tracePath, bool verbose)
    {
        TraceFormat traceFormat = tracePath is null ? TraceFormat.Json : FormOf(tracePath);
        GraphResult result;
        try
        {
            result = GraphSimulation.Replay(code, graph.Graph, options with { Trace = tracePath is not null });
        }
        catch (Exception e) when (e is ReplayCodeException or ReplayDivergedException)
        {
            throw new CliException(e.Message, ExitCode.NoReplay);
        }

        // The code's marks cannot tell of a run that has other steps where there is nothing to choose, or ends early. That may be meant: a graph that was mended.
        if (ReplayCode.Parse(code).Steps is var recorded && recorded != result.Report.Steps)
        {
            streams.Error.WriteLine(
                $"note: the recorded run took {recorded} steps, and this one {result.Report.Steps}: the graph, or --max-steps, is not what it was");
        }

        if (tracePath is not null)
        {
            TraceCommand.Save(result.Report.ToTrace(graph.Title), tracePath, traceFormat);
        }

        if (verbose)
        {
            Warnings.Write(streams, graph.Title, result.Report);
        }

        streams.Found(result.Report.Exception switch
        {
            null => ExitCode.Success,
            SimulationBugException => ExitCode.Bug,
            _ => ExitCode.Failure,
        });
        streams.Output.WriteLine(text ? TraceTable.Of(result) : result.ToJson());
    }

    private static TraceFormat FormOf(string path)
    {
        try
        {
            return TraceFile.FormatOf(path);
        }
        catch (ArgumentException e)
        {
            throw new CliException($"--trace: {e.Message.Split(" (Parameter", 2)[0].TrimEnd('.')}");
        }
    }

    private static FileGraph Pick(string file, IReadOnlyList<FileGraph> graphs, string? name, int? line)
    {
        FileGraph[] fitting = [.. graphs.Where(graph => (name is null || graph.Graph.Name == name) && (line is null || graph.Line == line))];
        if (fitting is [var graph])
        {
            return graph;
        }

        string asked = string.Join(" and ", new[] { name is null ? null : $"the name {CliOptions.Quote(name)}", line is null ? null : $"line {line}" }.OfType<string>());
        string several = $"{file}: there are {fitting.Length} graphs {(asked.Length == 0 ? "in it" : $"with {asked}")}, and one is needed";
        throw new CliException(fitting.Length switch
        {
            0 => $"{file}: there is no graph with {asked}; {There(graphs)}",
            _ when name is null => $"{several}: choose it by --name NAME or --line N",
            _ => $"{several}: choose it by --line, one of {Some(fitting.Select(static graph => $"{graph.Line}"))}",
        });
    }

    private static string There(IReadOnlyList<FileGraph> graphs) => graphs is [var only]
        ? $"there is one, on line {only.Line}{(only.Graph.Name is { } name ? $", with the name {CliOptions.Quote(name)}" : "")}"
        : $"there are {Some(graphs.Select(static graph => graph.Graph.Name is { } name ? CliOptions.Quote(name) : $"line {graph.Line}"))}";

    private static string Some(IEnumerable<string> items)
    {
        const int Most = 10;
        string[] all = [.. items];
        return string.Join(", ", all.Take(Most)) + (all.Length > Most ? $" and {all.Length - Most} more" : "");
    }
}
