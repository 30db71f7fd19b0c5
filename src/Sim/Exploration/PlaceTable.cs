using SimAsync.Traces;

namespace SimAsync.Exploration;

/// <summary>The source lines of a trace, each file once, in the order in which they are first referred to.</summary>
internal sealed class PlaceTable
{
    // A file that is larger than a person wrote is not looked into.
    private const long LargestFile = 4 << 20;

    private readonly List<string> files = [];
    private readonly Dictionary<string, int> indices = new(StringComparer.Ordinal);
    private readonly SortedSet<(int File, int Line)> lines = [];

    public IReadOnlyList<string> Files => files;

    public TracePlace? Of(SourceLine? line)
    {
        if (line is null)
        {
            return null;
        }

        if (!indices.TryGetValue(line.File, out int file))
        {
            indices[line.File] = file = files.Count;
            files.Add(line.File);
        }

        lines.Add((file, line.Line));
        return new TracePlace(file, line.Line);
    }

    /// <summary>The text of the lines, where the source is at hand.</summary>
    public IReadOnlyList<TraceCode> Code()
    {
        var code = new List<TraceCode>();
        foreach (IGrouping<int, (int File, int Line)> ofFile in lines.GroupBy(static line => line.File))
        {
            string[] source = Read(files[ofFile.Key]);
            code.AddRange(ofFile.Where(line => line.Line <= source.Length).Select(line => new TraceCode(line.File, line.Line, source[line.Line - 1].Trim())));
        }

        return code;
    }

    private static string[] Read(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= LargestFile } ? File.ReadAllLines(path) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return [];
        }
    }
}
