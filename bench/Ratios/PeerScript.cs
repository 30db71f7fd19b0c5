using System.ComponentModel;
using System.Diagnostics;

namespace SimAsync.Bench.Ratios;

/// <summary>A peer: another program, in another language, that times itself and prints numbers.</summary>
internal static class PeerScript
{
    // A peer times itself for a second or two; an installation may have to wait for a network.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The folder with the peers, next to this project's file.</summary>
    public static string Folder
    {
        get
        {
            // The program is run from anywhere, but built to bench/bin/….
            for (string? at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
            {
                string peers = Path.Combine(at, "peers");
                if (File.Exists(Path.Combine(peers, "asyncio_peer.py")))
                {
                    return peers;
                }
            }

            throw new DirectoryNotFoundException($"There is no folder 'peers' above {AppContext.BaseDirectory}.");
        }
    }

    /// <summary>Runs a program to its end. What it writes to stdout, trimmed; or null, and why.</summary>
    public static string? Run(string program, IEnumerable<string> arguments, string folder, out string? why)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                why = $"{program} did not end in {Patience.TotalMinutes} minutes";
                return null;
            }

            why = process.ExitCode == 0 ? null : $"{program} ended with exit code {process.ExitCode}: {LastLine(errors.Result)}";
            return why is null ? output.Result.Trim() : null;
        }
        catch (Win32Exception e)
        {
            why = $"{program} could not be started: {e.Message}";
            return null;
        }
    }

    private static string LastLine(string text) => text.Trim().Split('\n')[^1].Trim();
}
