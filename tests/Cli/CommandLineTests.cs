using SimAsync.Cli;

namespace SimAsync.Tests.Cli;

public sealed class CommandLineTests
{
    private static readonly TestCaseData[] Misused =
    [
        new(new[] { "grph" }, "there is no command \"grph\"; there is graph, report, trace"),
        new(new[] { "graph", "rnu" }, "there is no command \"rnu\"; there is run, explore, replay"),
        new(new[] { "graph", "run", "--strateg", "random" }, "there is no option \"--strateg\""),
        new(new[] { "graph", "run", "--runs", "5" }, "there is no option \"--runs\""),
        new(new[] { "graph", "run", "a", "b" }, "\"b\" is one argument too many"),
        new(new[] { "graph", "run", "--strategy", "x\n" }, "--strategy: there is no \"x\\n\"; there are in-order, random, pct, pos, urw, surw, delay, preemption, exhaustive, portfolio"),
        new(new[] { "graph", "run", "--seed", "-5" }, "--seed: a whole number from 0 to 18446744073709551615 is needed, found \"-5\""),
        new(new[] { "graph", "run", "--seed", "18446744073709551616" }, "--seed: a whole number from 0 to 18446744073709551615 is needed, found \"18446744073709551616\""),
        new(new[] { "graph", "run", "--seed", "" }, "--seed: a whole number from 0 to 18446744073709551615 is needed, found \"\""),
        new(new[] { "graph", "run", "--seed" }, "Required argument missing for option: '--seed'"),
        new(new[] { "graph", "run", "--seed", "1", "--seed", "2" }, "Option '--seed' expects a single argument but 2 were provided"),
        new(new[] { "graph", "run", "--max-steps", "0" }, "--max-steps: a whole number from 1 to 2147483647 is needed, found \"0\""),
        new(new[] { "graph", "run", "--max-steps", "1e3" }, "--max-steps: a whole number from 1 to 2147483647 is needed, found \"1e3\""),
        new(new[] { "graph", "explore" }, "Required argument missing for command: 'explore'"),
        new(new[] { "graph", "explore", "f", "--runs", "many" }, "--runs: a whole number from 1 to 2147483647 is needed, found \"many\""),
        new(new[] { "graph", "explore", "f", "--shard", "0/4" }, "--shard: 1/N to N/N or auto is needed, found \"0/4\""),
        new(new[] { "graph", "explore", "f", "--shard", "" }, "--shard: 1/N to N/N or auto is needed, found \"\""),
        new(new[] { "graph", "explore", "f", "--corpus" }, "Required argument missing for option: '--corpus'"),
        new(new[] { "report", "merge" }, "Required argument missing for command: 'merge'"),
        new(new[] { "report", "merge", "--out", "f" }, "there is no option \"--out\""),
        new(new[] { "trace" }, "Required argument missing for command: 'trace'"),
        new(new[] { "trace", "f", "--to", "pdf" }, "--to: there is no \"pdf\"; there are html, perfetto, mermaid, text, json"),
        new(new[] { "trace", "f", "--to", "HTML" }, "--to: there is no \"HTML\"; there are html, perfetto, mermaid, text, json"),
        new(new[] { "trace", "f", "--to" }, "Required argument missing for option: '--to'"),
        new(new[] { "trace", "f" }, "--to is needed: one of html, perfetto, mermaid, text, json"),
        new(new[] { "trace", "f", "--out", "-" }, "--to is needed: one of html, perfetto, mermaid, text, json"),
        new(new[] { "trace", "f", "--out", "f.svg" }, "--to is needed, because \"f.svg\" does not say which form it is to have"),
        new(new[] { "trace", "f", "--to", "text", "--out", "" }, "--out: a file's name is needed, found \"\""),
        new(new[] { "graph", "replay", "f" }, "Required argument missing for command: 'replay'"),
        new(new[] { "graph", "replay", "f", "c", "--line", "-1" }, "--line: a whole number from 1 to 2147483647 is needed, found \"-1\""),
    ];

    [TestCaseSource(nameof(Misused))]
    public void Run_Misused_SaysWhatIsWrongAndWhereTheHelpIs(string[] args, string error)
    {
        CliRun run = CliRun.Of(args);

        string command = string.Join(' ', args.TakeWhile(static arg => arg is "graph" or "run" or "explore" or "replay" or "report" or "merge" or "trace").Prepend("simasync"));
        Assert.That(run, Is.EqualTo(new CliRun(ExitCode.Misuse, "", $"{error}\nSee: {command} --help\n")));
    }

    [TestCase("")]
    [TestCase("graph")]
    [TestCase("report")]
    public void Run_WithoutACommand_PrintsHelp(string arguments)
    {
        string[] args = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        CliRun run = CliRun.Of(args);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Misuse));
        Assert.That(run.Error, Is.Empty);
        Assert.That(run.Output, Is.EqualTo(CliRun.Of([.. args, "--help"]).Output).And.Contain("simasync").And.Contain("Commands:"));
    }

    [TestCase("graph run", 0, 2, 70, 74)]
    [TestCase("graph explore", 0, 1, 2, 70, 74)]
    [TestCase("graph replay", 0, 1, 2, 3, 70, 74)]
    [TestCase("report merge", 0, 1, 2, 70, 74)]
    [TestCase("trace", 0, 2, 70, 74)]
    public void Help_OfACommand_HasExitCodesAndExamples(string command, params int[] codes)
    {
        CliRun run = CliRun.Of([.. command.Split(' '), "--help"]);

        Assert.That(run.Code, Is.Zero);
        string[] told = [.. run.Lines.SkipWhile(static line => line != "Exit codes:").Skip(1).TakeWhile(static line => line.Length > 0)];
        Assert.That(told.Select(static line => int.Parse(line[..4].Trim())), Is.EqualTo(codes));
        Assert.That(run.Output, Does.Contain($"Examples:\n  simasync {command} "));
    }

    [Test]
    public void Version_IsTheCommandsOwn()
    {
        CliRun run = CliRun.Of("--version");

        Assert.That(run.Code, Is.Zero);
        Assert.That(run.Output, Does.Match(@"^0\.1\.0(\+[0-9a-f]+)?\n$"));
    }

    [TestCase("run")]
    [TestCase("explore")]
    [TestCase("replay")]
    public void Run_FileThatCannotBeOpened_SaysWhichAndWhy(string command)
    {
        using var folder = new TemporaryFolder();
        string missing = Path.Combine(folder.Path, "missing.json");
        string[] rest = command == "replay" ? ["sim1.AAUIAgAAAABZWU9ZT5mdO1w"] : [];

        Assert.That(CliRun.Of(["graph", command, missing, .. rest]), Is.EqualTo(new CliRun(2, "", $"{missing}: there is no such file\n")));
        Assert.That(CliRun.Of(["graph", command, folder.Path, .. rest]), Is.EqualTo(new CliRun(2, "", $"{folder.Path}: this is a directory, and a file is needed\n")));
        Assert.That(CliRun.Of(["graph", command, "", .. rest]), Is.EqualTo(new CliRun(2, "", "FILE: a file's name is needed, found \"\"\n")));
    }

    [Test]
    public void Run_FileWithoutPermission_SaysSo()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("Whoever runs this may read all files.");
            return;
        }

        using var folder = new TemporaryFolder();
        string file = folder.Write("secret.json", Graphs.Five);
        File.SetUnixFileMode(file, UnixFileMode.None);

        Assert.That(CliRun.Of("graph", "explore", file), Is.EqualTo(new CliRun(2, "", $"{file}: it cannot be read: permission denied\n")));
    }

    [Test]
    public void Run_OutputFails_SaysSo()
    {
        using var output = new FailingStream(new IOException("No space left on device"));

        Assert.That(
            CliRun.To(output, new MemoryStream("\n"u8.ToArray()), ["--version"]),
            Is.EqualTo((ExitCode.OutputLost, "the output cannot be written: No space left on device\n")));
    }

    [Test]
    public void Run_ReaderHasGone_EndsQuietly()
    {
        const int BrokenPipe = 32;
        using var output = new FailingStream(new IOException("Broken pipe", BrokenPipe));

        Assert.That(CliRun.To(output, new MemoryStream(), ["--version"]), Is.EqualTo((0, "")));
    }

    [Test]
    public void Run_ExceptionOfOurs_IsABugAndHasItsCode()
    {
        using var output = new FailingStream(new NotSupportedException("Not so."));
        var (code, error) = CliRun.To(output, new MemoryStream(), ["--version"]);

        Assert.That(code, Is.EqualTo(ExitCode.Bug));
        Assert.That(error, Does.StartWith("[SimAsync bug] NotSupportedException: Not so.").And.EndsWith("\n"));
        Assert.That(error.TrimEnd('\n'), Does.Not.Contain("\n"));
    }

    /// <summary>Fails once, as a full disk or a bug would; then takes all.</summary>
    private sealed class FailingStream(Exception exception) : MemoryStream
    {
        private bool failed;

        public override void Write(ReadOnlySpan<byte> buffer) => Fail();

        public override void Write(byte[] buffer, int offset, int count) => Fail();

        private void Fail()
        {
            if (!failed)
            {
                failed = true;
                throw exception;
            }
        }
    }
}
