using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using SimAsync.TestSupport;

namespace SimAsync.Tests.Browser;

/// <summary>What one check of the browser's driver came to.</summary>
/// <param name="Check">Its name.</param>
/// <param name="Ok">Whether it held.</param>
/// <param name="Ms">How long it took.</param>
/// <param name="Message">Why it did not hold.</param>
/// <param name="Figures">What it measured, as JSON.</param>
internal sealed record BrowserCheck(string Check, bool Ok, int Ms, string Message, string Figures);

/// <summary>All checks in one Chromium, by <c>driver.mjs</c>, once for all tests that ask.</summary>
/// <remarks>
/// Without Node.js, the npm packages or Chromium there is nothing to run, and the tests are skipped; with <c>SIMASYNC_BROWSER=required</c> they fail.
/// <c>SIMASYNC_BROWSER=off</c> leaves them out. <c>SIMASYNC_CHROMIUM</c> names another program, <c>SIMASYNC_SCREENSHOTS</c> a folder for pictures.
/// </remarks>
internal static class BrowserRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private static readonly Lazy<Outcome> All = new(Run);

    /// <summary>Where the driver is.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "Browser");

    /// <summary>The checks, by name; begins them if nobody has yet.</summary>
    public static IReadOnlyDictionary<string, BrowserCheck> Checks
    {
        get
        {
            Outcome outcome = All.Value;
            if (outcome.Missing is { } missing)
            {
                Missing(missing);
            }

            return outcome.Checks;
        }
    }

    /// <summary>Skips the test, or fails it where a browser is required.</summary>
    public static void Missing(string what)
    {
        if (Environment.GetEnvironmentVariable("SIMASYNC_BROWSER") == "required")
        {
            Assert.Fail(what);
        }

        Assert.Ignore(what);
    }

    /// <summary>Runs a Node.js program to its end, and gives its exit code and what it said.</summary>
    /// <returns>Null if Node.js does not start.</returns>
    public static (int ExitCode, string Output, string Errors)? Node(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new("node", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return null;
        }

        using (process)
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                // With it goes the browser that it started.
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
                return (-1, output.Result, $"{errors.Result}\nIt was ended after {Patience.TotalMinutes} minutes.");
            }

            return (process.ExitCode, output.Result, errors.Result);
        }
    }

    private static Outcome Run()
    {
        if (Environment.GetEnvironmentVariable("SIMASYNC_BROWSER") == "off")
        {
            return new Outcome("SIMASYNC_BROWSER=off: nothing is tried in a browser.", []);
        }

        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "playwright-core")))
        {
            return new Outcome("The npm packages of the browser's tests are not installed: run `npm ci --prefix tests/Browser`.", []);
        }

        if (Chromium() is not { } chromium)
        {
            return new Outcome("There is no Chromium: install Debian's package chromium, or say in SIMASYNC_CHROMIUM where there is one.", []);
        }

        string samples = Directory.CreateTempSubdirectory("simasync-samples-").FullName;
        try
        {
            SampleFiles.Write(samples);
            List<string> arguments = ["driver.mjs", "--samples", samples, "--mermaid", samples, "--chromium", chromium];
            if (Environment.GetEnvironmentVariable("SIMASYNC_SCREENSHOTS") is { Length: > 0 } screenshots)
            {
                arguments.AddRange(["--screenshots", Path.GetFullPath(screenshots)]);
            }

            if (Node(Folder, [.. arguments]) is not { } run)
            {
                return new Outcome("Node.js is needed, and `node` does not start.", []);
            }

            Dictionary<string, BrowserCheck> checks = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read).OfType<BrowserCheck>().ToDictionary(static each => each.Check);
            return run.ExitCode == 0 ? new Outcome(null, checks) : throw new InvalidOperationException($"The browser's driver failed after {checks.Count} checks:\n{run.Errors}");
        }
        finally
        {
            Directory.Delete(samples, recursive: true);
        }
    }

    private static BrowserCheck? Read(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement check = document.RootElement;
        return check.TryGetProperty("check", out JsonElement name)
            ? new BrowserCheck(name.GetString()!, check.GetProperty("ok").GetBoolean(), check.GetProperty("ms").GetInt32(), check.GetProperty("message").GetString()!, check.GetProperty("figures").GetRawText())
            : null;
    }

    private static string? Chromium()
    {
        if (Environment.GetEnvironmentVariable("SIMASYNC_CHROMIUM") is { Length: > 0 } given)
        {
            return given;
        }

        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return new[] { "chromium", "chromium-browser", "google-chrome" }.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    private sealed record Outcome(string? Missing, Dictionary<string, BrowserCheck> Checks);
}
