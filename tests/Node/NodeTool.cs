using System.Diagnostics;
using SimAsync.TestSupport;

namespace SimAsync.Tests.Node;

/// <summary>Programs for Node.js, which have other people's say on what we write.</summary>
/// <remarks>
/// Where Node.js, the npm packages or Chromium are not there, the test is skipped; with <c>SIMASYNC_NODE=required</c> it fails, and with <c>SIMASYNC_NODE=off</c> it is skipped anyway.
/// <c>SIMASYNC_CHROMIUM</c> names another program, <c>SIMASYNC_SCREENSHOTS</c> a folder for pictures.
/// </remarks>
internal static class NodeTool
{
    // The exit code of chromium.mjs where there is none.
    private const int NoChromium = 69;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    /// <summary>The folder of our programs and their packages.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "Node");

    /// <summary>Where pictures are to be kept, if anywhere.</summary>
    public static string? Screenshots { get; } = Environment.GetEnvironmentVariable("SIMASYNC_SCREENSHOTS") is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    /// <summary>Runs one of our programs: lines in, as many lines out.</summary>
    public static string[] Answers(string script, IEnumerable<string> arguments, params IReadOnlyCollection<string> lines)
    {
        string[] answers = Run(Folder, [script, .. arguments], lines).TrimEnd('\n').Split('\n');
        Assert.That(answers, Has.Length.EqualTo(lines.Count));
        return answers;
    }

    /// <summary>Runs a program to its end, which has to be a good one, and gives what it said.</summary>
    public static string Run(string folder, IEnumerable<string> arguments, params IEnumerable<string> lines)
    {
        string? wanted = Environment.GetEnvironmentVariable("SIMASYNC_NODE");
        if (wanted == "off")
        {
            Assert.Ignore("SIMASYNC_NODE=off: no program for Node.js is run.");
        }

        Func<string, Exception> missing = wanted == "required" ? static what => new AssertionException(what) : static what => new IgnoreException(what);
        using Process process = NodeProgram.Start(folder, arguments, missing);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            foreach (string line in lines)
            {
                process.StandardInput.Write(line + "\n");
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended: what it says of that comes below.
        }

        if (!process.WaitForExit(Patience))
        {
            // With it goes the browser that it started.
            process.Kill(entireProcessTree: true);
            Assert.Fail($"It was ended after {Patience.TotalMinutes} minutes. {errors.Result}");
        }

        if (process.ExitCode == NoChromium)
        {
            throw missing(errors.Result);
        }

        Assert.That(process.ExitCode, Is.Zero, errors.Result + output.Result);
        return output.Result;
    }
}
