using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SimAsync.Graphs;

namespace SimAsync.Cli;

/// <summary><c>graph run</c>: graphs in, a line each; outcomes and traces out, in the same order.</summary>
internal static class RunCommand
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Make(CliStreams streams)
    {
        Argument<string> file = new("FILE")
        {
            Description = "Graphs, one a line: a graph, or {\"program\": graph, …}; - is stdin.",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = static _ => GraphFile.StandardInput,
        };
        Option<Strategy> strategy = CliOptions.Strategy(Strategy.InOrder);
        Option<ulong> seed = CliOptions.Seed();
        Option<int> maxSteps = CliOptions.MaxSteps(new RunOptions().MaxSteps);
        Option<bool> verbose = CliOptions.Verbose();
        var command = new CliCommand("run", "Runs each graph once: a line in, a line {\"outcome\", \"trace\"} out.")
        {
            Codes =
            [
                (ExitCode.Success, "Every graph was run, whatever came of it."),
                (ExitCode.Misuse, "A line is no graph: its line out is {\"error\"}, stderr says the same, and the others are run. Or the command line is wrong."),
            ],
            Examples = ["simasync graph run < graphs.jsonl > traces.jsonl", "simasync graph run --strategy random --seed 7 graphs.jsonl"],
        };
        command.Add(file);
        command.Add(strategy);
        command.Add(seed);
        command.Add(maxSteps);
        command.Add(verbose);
        command.SetAction(result =>
        {
            var options = new RunOptions
            {
                Strategy = result.GetRequiredValue(strategy),
                Seed = result.GetValue(seed),
                MaxSteps = result.GetValue(maxSteps),
            };
            RunAll(streams, result.GetRequiredValue(file), options, result.GetValue(verbose));
        });
        return command;
    }

    private static void RunAll(CliStreams streams, string file, RunOptions options, bool verbose)
    {
        using Stream stream = GraphFile.Open(streams, file);
        using var progress = new Progress(streams, "graphs");
        var lines = new LineReader(stream, streams.Output.Flush);
        for (int done = 0; lines.TryRead(out ReadOnlySpan<byte> line);)
        {
            if (GraphFile.IsBlank(line))
            {
                continue;
            }

            streams.Output.WriteLine(Answer(line, lines.Number));
            done++;
            progress.Report(done);
        }

        streams.Output.Flush();

        string Answer(ReadOnlySpan<byte> line, int number)
        {
            try
            {
                GraphResult result = GraphSimulation.Run(TaskGraph.ParseLine(line), options);
                if (verbose)
                {
                    progress.Clear();
                    Warnings.Write(streams, $"line {number}", result.Report);
                }

                if (result.Report.Exception is not SimulationBugException bug)
                {
                    return result.ToJson();
                }

                return Error($"line {number}: {bug.Message}", ExitCode.Bug);
            }
            catch (GraphFormatException e)
            {
                return Error(GraphFile.InLine(number, e), ExitCode.Misuse);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The other lines can do nothing for it.
                return Error($"line {number}: {CommandLine.Bug(e)}", ExitCode.Bug);
            }
        }

        string Error(string message, int code)
        {
            streams.Found(code);
            progress.Clear();
            streams.Error.WriteLine(message);
            return new JsonObject { ["error"] = message }.ToJsonString(Relaxed);
        }
    }
}
