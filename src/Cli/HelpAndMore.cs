using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SimAsync.Cli;

/// <summary>System.CommandLine's help, and after it the exit codes and the examples of the command.</summary>
internal sealed class HelpAndMore : SynchronousCommandLineAction
{
    private const int Width = 120;

    private static readonly (int, string)[] Common =
    [
        (ExitCode.Misuse, "The command line or the input is not as it has to be: stderr says what."),
        (ExitCode.Bug, "A bug in SimAsync; please report it."),
        (ExitCode.OutputLost, "The output could not be written (but a reader that closes it early is no error)."),
    ];

    public override int Invoke(ParseResult parseResult)
    {
        new HelpAction { MaxWidth = Width }.Invoke(parseResult);
        WriteMore(parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
        return 0;
    }

    private static void WriteMore(Command command, TextWriter output)
    {
        if (command is not CliCommand more)
        {
            return;
        }

        output.WriteLine("Exit codes:");
        HashSet<int> told = [.. more.Codes.Select(static code => code.Code)];
        foreach ((int code, string meaning) in more.Codes.Concat(Common.Where(common => !told.Contains(common.Item1))).OrderBy(static code => code.Item1))
        {
            output.WriteLine($"  {code,2}  {meaning}");
        }

        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (string example in more.Examples)
        {
            output.WriteLine($"  {example}");
        }

        output.WriteLine();
    }
}
