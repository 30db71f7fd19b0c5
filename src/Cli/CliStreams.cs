using System.Text;

namespace SimAsync.Cli;

/// <summary>All that the command line knows of the world around it, so that a test can be that world.</summary>
/// <param name="input">Bytes, because what is not UTF-8 is to be told from what is.</param>
/// <param name="output">What the commands print: UTF-8 without a byte order mark, "\n" at each line's end.</param>
/// <param name="error">Errors, warnings, progress.</param>
/// <param name="interactive">Whether <paramref name="error"/> is a terminal: only there progress is shown.</param>
/// <param name="clock">Tells how fast it goes; decides nothing.</param>
internal sealed class CliStreams(Stream input, Stream output, TextWriter error, bool interactive, TimeProvider clock)
{
    public Stream Input => input;

    /// <summary>Not flushed by itself: see <see cref="LineReader"/>. Never disposed of, which would write to a pipe that is closed.</summary>
    public StreamWriter Output { get; } = new(output, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };

    public TextWriter Error => error;

    public bool Interactive => interactive;

    public TimeProvider Clock => clock;

    /// <summary>What the process will say: so far, the gravest of what was found.</summary>
    public int ExitCode { get; private set; }

    public void Found(int code) => ExitCode = Math.Max(ExitCode, code);
}
