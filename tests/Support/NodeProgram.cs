using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace SimAsync.TestSupport;

/// <summary>Programs for Node.js, which some tests ask.</summary>
public static class NodeProgram
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Starts one, with pipes of UTF-8.</summary>
    /// <param name="folder">Where it runs: that of its npm packages.</param>
    /// <param name="arguments">The program, and what it is given.</param>
    /// <param name="missing">The exception where something is not there, from what that is and what to do about it.</param>
    /// <param name="node">Node's command.</param>
    public static Process Start(string folder, IEnumerable<string> arguments, Func<string, Exception> missing, string node = "node")
    {
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw missing($"The npm packages are not installed: run `npm ci` in {folder}.");
        }

        try
        {
            return Process.Start(new ProcessStartInfo(node, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = Utf8,
                StandardOutputEncoding = Utf8,
                StandardErrorEncoding = Utf8,
            })!;
        }
        catch (Win32Exception e)
        {
            throw missing($"Node.js is needed, and `{node}` does not start: {e.Message}");
        }
    }
}
