namespace SimAsync.Tests.Cli;

/// <summary>A folder of a test's own.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("simasync-").FullName;

    public string Write(string name, params string[] lines)
    {
        string file = System.IO.Path.Combine(Path, name);
        File.WriteAllText(file, string.Concat(lines.Select(static line => line + "\n")));
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
