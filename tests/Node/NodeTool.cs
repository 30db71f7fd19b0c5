using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using SimAsync.TestSupport;

namespace SimAsync.Tests.Node;

/// <summary>Programs of this folder, which have other people's say on what we write. Where Node.js or the packages are not there, the test is skipped, unless <c>SIMASYNC_NODE=required</c>.</summary>
internal static class NodeTool
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The folder of the programs and their packages.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "Node");

    /// <summary>Runs a program: lines in, as many lines out.</summary>
    public static string[] Run(string script, IReadOnlyList<string> args, IReadOnlyList<string> lines)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
        {
            Skip($"the npm packages are not installed: npm ci --prefix {Folder}");
        }

        ProcessStartInfo start = new("node", [Path.Combine(Folder, script), .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
        };
        using Process process = Start(start);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
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

        process.WaitForExit();
        if (error.Result.Contains("no Chromium", StringComparison.Ordinal))
        {
            Skip("there is no Chromium");
        }

        Assert.That(process.ExitCode, Is.Zero, error.Result);
        string[] answers = output.Result.TrimEnd('\n').Split('\n');
        Assert.That(answers, Has.Length.EqualTo(lines.Count), error.Result);
        return answers;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            Skip($"Node.js is needed, and `node` does not start: {e.Message}");
            throw;
        }
    }

    private static void Skip(string why)
    {
        if (Environment.GetEnvironmentVariable("SIMASYNC_NODE") == "required")
        {
            Assert.Fail(why);
        }

        Assert.Ignore(why);
    }
}
