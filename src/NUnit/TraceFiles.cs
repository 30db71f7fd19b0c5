using NUnit.Framework;

namespace SimAsync.NUnit;

/// <summary>Leaves the trace of a failure beside the test's results, as attachments: a page to look at, and the data to make anything else of.</summary>
internal static class TraceFiles
{
    private const int LongestName = 120;

    private static readonly (string Ending, string What)[] Forms =
    [
        (".html", "The failing run, step by step: open it in a browser"),
        (".json", "The failing run as data: simasync trace makes other forms of it"),
    ];

    /// <summary>Writes the files and attaches them to the present result.</summary>
    /// <param name="trace">The trace; null for none.</param>
    /// <param name="folder">The folder, which is made; null for none.</param>
    /// <param name="test">The test's full name.</param>
    /// <returns>Lines that say where they are, or why they are not.</returns>
    public static IReadOnlyList<string> Save(SimTrace? trace, string? folder, string test)
    {
        if (trace is null || folder is null)
        {
            return [];
        }

        string name = NameOf(test);
        try
        {
            Directory.CreateDirectory(folder);
            foreach ((string ending, string what) in Forms)
            {
                string path = Path.Combine(folder, name + ending);
                trace.Save(path);
                TestContext.AddTestAttachment(path, what);
            }

            return [$"  The whole run, step by step: {Path.Combine(folder, name + Forms[0].Ending)}"];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return [$"  The trace cannot be written: {e.Message}"];
        }
    }

    // Two tests that differ by their last characters only, or by such as no file can have, have two names.
    private static string NameOf(string test)
    {
        string name = string.Concat(test.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_'));
        if (name == test && name.Length <= LongestName)
        {
            return name;
        }

        uint hash = 2166136261;
        foreach (char c in test)
        {
            hash = (hash ^ c) * 16777619;
        }

        return $"{(name.Length <= LongestName ? name : name[..LongestName])}-{hash:x8}";
    }
}
