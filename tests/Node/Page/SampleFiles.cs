using SimAsync.Traces;

namespace SimAsync.Tests.Node.Page;

/// <summary>The samples as files: <c>NAME.html</c> and <c>NAME.json</c>.</summary>
internal static class SampleFiles
{
    /// <summary>The samples, by the names of their files.</summary>
    public static IReadOnlyDictionary<string, Func<TraceDocument>> All { get; } = new Dictionary<string, Func<TraceDocument>>
    {
        ["30"] = static () => SampleTrace.Cache(30, 2, 7),
        ["1000"] = static () => SampleTrace.Cache(1_000, 8, 402, 640),
        ["10000"] = static () => SampleTrace.Cache(10_000, 24, 1_810, 4_400, 7_213),
        ["deadlock"] = SampleTrace.Deadlock,
        ["awkward"] = SampleTrace.Awkward,
    };

    /// <summary>Writes all of them.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, Func<TraceDocument> make) in All)
        {
            SimTrace trace = new(make());
            using FileStream html = File.Create(Path.Combine(folder, $"{name}.html"));
            trace.Write(html, TraceFormat.Html);
            using FileStream json = File.Create(Path.Combine(folder, $"{name}.json"));
            trace.Write(json, TraceFormat.Json);
        }
    }
}
