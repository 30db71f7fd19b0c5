using System.Text.Json;

namespace SimAsync.Tests.Node.Page;

/// <summary>What one check of the driver came to.</summary>
/// <param name="Check">Its name.</param>
/// <param name="Ok">Whether it held.</param>
/// <param name="Message">Why it did not hold.</param>
/// <param name="Figures">What it measured.</param>
internal sealed record PageCheck(string Check, bool Ok, string Message, JsonElement Figures);

/// <summary>All checks in one Chromium, by <c>driver.mjs</c>, once for all tests that ask.</summary>
internal static class PageRun
{
    private static readonly Lazy<Dictionary<string, PageCheck>> All = new(Run);

    /// <summary>The checks, by name; begins them if nobody has yet.</summary>
    public static IReadOnlyDictionary<string, PageCheck> Checks => All.Value;

    private static Dictionary<string, PageCheck> Run()
    {
        string samples = Directory.CreateTempSubdirectory("simasync-samples-").FullName;
        try
        {
            SampleFiles.Write(samples);
            string[] screenshots = NodeTool.Screenshots is { } folder ? ["--screenshots", folder] : [];
            string output = NodeTool.Run(NodeTool.Folder, ["Page/driver.mjs", "--samples", samples, .. screenshots]);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonSerializer.Deserialize<PageCheck>(line, JsonSerializerOptions.Web)!).ToDictionary(static each => each.Check);
        }
        finally
        {
            Directory.Delete(samples, recursive: true);
        }
    }
}
