using System.CommandLine;
using SimAsync.Traces;

namespace SimAsync.Cli;

/// <summary><c>trace</c>: what a run did, from the JSON that a failing test leaves, in another form.</summary>
internal static class TraceCommand
{
    private const string SeeHelp = "\nSee: simasync trace --help";

    private static readonly (string Name, TraceFormat Format)[] Forms =
    [
        ("html", TraceFormat.Html), ("perfetto", TraceFormat.Perfetto), ("mermaid", TraceFormat.Mermaid), ("text", TraceFormat.Text), ("json", TraceFormat.Json),
    ];

    public static Command Make(CliStreams streams)
    {
        Argument<string> file = new("FILE") { Description = "A trace as JSON (simasync.trace/1); - is stdin." };
        Option<TraceFormat?> to = To();
        Option<string> output = new("--out") { Description = "The file to write, in place of stdout.", HelpName = "PATH" };
        var command = new CliCommand("trace", "Shows what a run did, step by step, in another form.")
        {
            Codes =
            [
                (ExitCode.Success, "The trace was written."),
                (ExitCode.Misuse, "FILE is no trace: stderr says where. Or the command line is wrong."),
            ],
            Examples =
            [
                "simasync trace failure.json --to text | less",
                "simasync trace failure.json --to html --out failure.html",
                "simasync trace failure.json --out failure.perfetto.json    (to be opened at ui.perfetto.dev)",
            ],
        };
        command.Add(file);
        command.Add(to);
        command.Add(output);
        command.SetAction(result => Convert(streams, result.GetRequiredValue(file), result.GetValue(to), result.GetValue(output)));
        return command;
    }

    private static Option<TraceFormat?> To()
    {
        string names = string.Join(", ", Forms.Select(static form => form.Name));
        var option = new Option<TraceFormat?>("--to")
        {
            Description = "The form. With --out it need not be said, if PATH ends with .html, .perfetto.json, .mmd, .txt or .json.",
            HelpName = string.Join('|', Forms.Select(static form => form.Name)),
            CustomParser = result =>
            {
                string name = result.Tokens[0].Value;
                foreach ((string known, TraceFormat format) in Forms)
                {
                    if (name == known)
                    {
                        return format;
                    }
                }

                result.AddError($"--to: there is no {CliOptions.Quote(name)}; there are {names}");
                return null;
            },
        };
        option.CompletionSources.Add([.. Forms.Select(static form => form.Name)]);
        return option;
    }

    private static void Convert(CliStreams streams, string file, TraceFormat? to, string? output)
    {
        if (output is "")
        {
            throw new CliException($"--out: a file's name is needed, found \"\"{SeeHelp}");
        }

        TraceFormat format = to ?? FormOf(output);
        SimTrace trace = Read(streams, file);
        if (output is null or GraphFile.StandardInput)
        {
            // As a whole or not at all, there too.
            using var whole = new MemoryStream();
            trace.Write(whole, format);
            streams.Output.Flush();
            whole.WriteTo(streams.Output.BaseStream);
            return;
        }

        Save(trace, output, format);
    }

    /// <summary>Writes a trace to a file.</summary>
    /// <exception cref="CliException">It cannot be written.</exception>
    public static void Save(SimTrace trace, string path, TraceFormat format)
    {
        try
        {
            TraceFile.Write(path, stream => trace.Write(stream, format));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CliException($"{path}: it cannot be written: {e.Message}", ExitCode.OutputLost);
        }
    }

    private static TraceFormat FormOf(string? output)
    {
        if (output is null or GraphFile.StandardInput)
        {
            throw new CliException($"--to is needed: one of {string.Join(", ", Forms.Select(static form => form.Name))}{SeeHelp}");
        }

        try
        {
            return TraceFile.FormatOf(output);
        }
        catch (ArgumentException)
        {
            throw new CliException($"--to is needed, because {CliOptions.Quote(output)} does not say which form it is to have{SeeHelp}");
        }
    }

    private static SimTrace Read(CliStreams streams, string file)
    {
        using Stream stream = GraphFile.Open(streams, file);
        try
        {
            return SimTrace.Read(stream);
        }
        catch (FormatException e)
        {
            throw new CliException($"{file}: {e.Message.TrimEnd('.')}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{file}: it cannot be read: {e.Message}");
        }
    }
}
