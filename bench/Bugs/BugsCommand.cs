using SimAsync.TestSupport.Programs;

namespace SimAsync.Bench.Bugs;

/// <summary>The command <c>bugs</c>: how many runs each strategy needs to find the known bugs of small programs.</summary>
internal static class BugsCommand
{
    /// <returns>The exit code: 0, or 2 if the arguments are wrong. A bug that was not found is no failure.</returns>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (!BugsOptions.TryParse(arguments, out BugsOptions? options, out string? fault))
        {
            return Program.Refuse(fault);
        }

        BugProgram[] programs = [.. BugPrograms.All.Where(program => options.Filter is null || program.Name.Contains(options.Filter, StringComparison.Ordinal))];
        if (programs.Length == 0)
        {
            return Program.Refuse($"No program's name contains '{options.Filter}'. There are: {string.Join(", ", BugPrograms.All.Select(static program => program.Name))}.");
        }

        StreamWriter? file;
        try
        {
            // Before the first campaign, not after an hour of them.
            file = options.Out is null ? null : File.CreateText(options.Out);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Program.Refuse($"--out cannot write '{options.Out}': {exception.Message}");
        }

        using (file)
        {
            var document = new Document(file is null ? [Console.Out] : [Console.Out, file]);
            if (options.Shrink)
            {
                ShrunkFigures.Write(document, programs, options);
            }
            else
            {
                RunsToBug.Write(document, programs, options);
            }
        }

        return 0;
    }
}
