using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Reflection;

namespace SimAsync.Cli;

/// <summary>The command <c>simasync</c>, from its arguments to its exit code.</summary>
internal static class CommandLine
{
    /// <summary>Does what the arguments say.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> args, CliStreams streams)
    {
        try
        {
            Invoke(args, streams);
            streams.Output.Flush();
        }
        catch (CliException e)
        {
            streams.Error.WriteLine(e.Message);
            streams.Found(e.Code);
            FlushQuietly(streams);
        }
        catch (IOException e) when (StandardStreams.HasNoReader(e))
        {
            // `simasync … | head`: whoever reads has enough.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The second is what a file gives that was closed before the process began. Input that cannot be read is a CliException.
            streams.Error.WriteLine($"the output cannot be written: {e.Message}");
            streams.Found(ExitCode.OutputLost);
        }
        catch (Exception e)
        {
            streams.Error.WriteLine(Bug(e));
            streams.Found(ExitCode.Bug);
            FlushQuietly(streams);
        }

        return streams.ExitCode;
    }

    /// <summary>What to say of an exception that is nobody's but ours.</summary>
    public static string Bug(Exception e)
    {
        string where = e.StackTrace?.Split('\n') is [var first, ..] ? $" ({first.Trim()})" : "";
        string message = e is SimulationBugException ? e.Message : $"[SimAsync bug] {e.GetType().Name}: {e.Message}{where}";
        return message.ReplaceLineEndings(" ");
    }

    private static void Invoke(IReadOnlyList<string> args, CliStreams streams)
    {
        // A plain Command, because a RootCommand bears the assembly's name in its help.
        Command root = new("simasync", "Deterministic simulation testing of async code: run, explore and replay task graphs, and look at traces.")
        {
            new HelpOption { Action = new HelpAndMore() },
            new VersionOption { Action = new ShowVersion() },
            new Command("graph", "Runs, explores and replays task graphs (simasync.graph/1).")
            {
                RunCommand.Make(streams),
                ExploreCommand.Make(streams),
                ReplayCommand.Make(streams),
            },
            new Command("report", "Works on what graph explore --json printed.")
            {
                MergeCommand.Make(streams),
            },
            TraceCommand.Make(streams),
        };

        // No response files: a name that begins with @ is a name.
        var parsing = new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false };
        ParseResult result = root.Parse(args, parsing);
        Command command = result.CommandResult.Command;
        if (command.Subcommands.Count > 0 && result.Action is not (HelpAndMore or ShowVersion) && result.UnmatchedTokens.Count == 0)
        {
            streams.Found(ExitCode.Misuse);
            result = root.Parse([.. args, "--help"], parsing);
        }

        if (result.Action is not HelpAndMore && Fault(result, args) is { } fault)
        {
            throw new CliException($"{fault}\nSee: {PathOf(command)} --help");
        }

        // No handler for Ctrl-C: it ends the process at once.
        result.Invoke(new InvocationConfiguration
        {
            Output = streams.Output,
            Error = streams.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    private static string? Fault(ParseResult result, IReadOnlyList<string> args)
    {
        // An option that is misspelt is taken for a file's name, and what it was to be given for one argument too many.
        Command command = result.CommandResult.Command;
        IEnumerable<string> values = result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(static argument => argument.Tokens).Select(static token => token.Value);
        if (!args.Contains("--") && values.Concat(result.UnmatchedTokens).FirstOrDefault(static value => value is ['-', _, ..]) is { } option)
        {
            return $"there is no option {CliOptions.Quote(option)}";
        }

        return result switch
        {
            { UnmatchedTokens: [var first, ..] } => command.Subcommands.Count > 0
                ? $"there is no command {CliOptions.Quote(first)}; there is {string.Join(", ", command.Subcommands.Select(static sub => sub.Name))}"
                : $"{CliOptions.Quote(first)} is one argument too many",
            { Errors: [var error, ..] } => error.Message.TrimEnd('.'),
            _ => null,
        };
    }

    private static string PathOf(Symbol symbol) =>
        symbol.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {symbol.Name}" : symbol.Name;

    private static void FlushQuietly(CliStreams streams)
    {
        try
        {
            streams.Output.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // One error is told already.
        }
    }

    private sealed class ShowVersion : System.CommandLine.Invocation.SynchronousCommandLineAction
    {
        // The library's own would tell the version of the process, which may be a test's.
        public override int Invoke(ParseResult parseResult)
        {
            string version = typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            parseResult.InvocationConfiguration.Output.WriteLine(version);
            return 0;
        }
    }
}
