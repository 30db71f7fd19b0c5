namespace SimAsync.Cli;

/// <summary>What ends a command with a message for the user, who can mend it.</summary>
/// <param name="message">One line or two: where, and why.</param>
/// <param name="code">One of <see cref="ExitCode"/>.</param>
internal sealed class CliException(string message, int code = ExitCode.Misuse) : Exception(message)
{
    public int Code => code;
}
