using System.Diagnostics;
using System.Text.Json;
using SimAsync.Cli;
using SimAsync.FsCheck.Graphs;

namespace SimAsync.Tests.Cli;

/// <summary>What only processes of their own can show.</summary>
public sealed class ProcessTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void SetUp() => folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => folder.Dispose();

    [Test]
    public void Run_SameSeedInTwoProcesses_GivesTheSameBytes()
    {
        string file = folder.Write("graphs.jsonl", [.. Enumerable.Range(0, 100).Select(static seed => GraphGenerator.Generate((ulong)seed).ToJson())]);
        string[] args = ["graph", "run", "--strategy", "random", "--seed", "11", file];
        CliRun first = Wait(Start(args));

        Assert.That(first.Code, Is.Zero);
        Assert.That(first.Lines, Has.Length.EqualTo(100));
        Assert.That(Wait(Start(args)), Is.EqualTo(first));
        Assert.That(CliRun.Of(args), Is.EqualTo(first));
    }

    [Test]
    public void Replay_InAnotherProcess_FailsAtTheSameStep()
    {
        string file = folder.Write("lost.json", Graphs.LostUpdatePretty);
        CliRun explored = Wait(Start("graph", "explore", file, "--json"));
        Assert.That(explored.Code, Is.EqualTo(ExitCode.Failure), explored.Error);
        JsonElement found = explored.Json;

        // Another number of steps would be noted on stderr.
        CliRun replayed = Wait(Start("graph", "replay", file, found.GetProperty("replayCode").GetString()!));
        Assert.That((replayed.Code, replayed.Error), Is.EqualTo((ExitCode.Failure, "")));
        Assert.That(
            replayed.Json.GetProperty("outcome").GetProperty("error").GetString(), Is.EqualTo(found.GetProperty("exception").GetProperty("type").GetString()));
    }

    [Test]
    public void Run_ReaderGoesAway_EndsBeforeItsInputDoes()
    {
        using Process process = Start("graph", "run");
        process.StandardInput.WriteLine(Graphs.Five);
        process.StandardInput.Flush();
        Assert.That(process.StandardOutput.ReadLine(), Does.StartWith("{\"outcome\""));
        process.StandardOutput.Close();

        // Its input stays open, so only the closed output can end it: when the next answer is written.
        process.StandardInput.WriteLine(Graphs.Five);
        process.StandardInput.Flush();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.That((process.ExitCode, error), Is.EqualTo((0, "")));
    }

    private static Process Start(params string[] args)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
        var start = new ProcessStartInfo(dotnet)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(CommandLine).Assembly.Location);
        Array.ForEach(args, start.ArgumentList.Add);
        return Process.Start(start)!;
    }

    private static CliRun Wait(Process process)
    {
        using (process)
        {
            process.StandardInput.Close();
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new CliRun(process.ExitCode, output, error.Result);
        }
    }
}
