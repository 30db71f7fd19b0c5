using System.Globalization;

namespace SimAsync.Traces;

/// <summary>A trace's file: its form is told by how its name ends, and it is there as a whole or not at all.</summary>
internal static class TraceFile
{
    // The longer before what it ends with.
    private static readonly (string Ending, TraceFormat Format)[] Endings =
    [
        (".perfetto.json", TraceFormat.Perfetto), (".json", TraceFormat.Json), (".html", TraceFormat.Html), (".mmd", TraceFormat.Mermaid), (".txt", TraceFormat.Text),
    ];

    /// <summary>The form that a file's name asks for.</summary>
    /// <exception cref="ArgumentException">None; the message lists what there is.</exception>
    public static TraceFormat FormatOf(string path)
    {
        foreach ((string ending, TraceFormat format) in Endings)
        {
            if (path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return format;
            }
        }

        string endings = string.Join(", ", Endings.Select(static one => one.Ending));
        throw new ArgumentException($"No form of a trace has files with such a name: it ends with one of {endings}, found \"{VisibleText.Of(Path.GetFileName(path))}\".", nameof(path));
    }

    /// <summary>Writes a file beside its place and moves it there, so that nobody reads half of it, and what stood there stays if the writing fails.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        string temporary = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
