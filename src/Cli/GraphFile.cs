using System.Text.Json;
using SimAsync.Graphs;

namespace SimAsync.Cli;

/// <summary>The files that the commands read: one graph, over as many lines as it likes, or one a line.</summary>
internal static class GraphFile
{
    /// <summary>What stands for the standard input in place of a file's name.</summary>
    public const string StandardInput = "-";

    /// <summary>Opens a file, or the standard input.</summary>
    /// <exception cref="CliException">It is not there, or cannot be read.</exception>
    public static Stream Open(CliStreams streams, string name)
    {
        if (name == StandardInput)
        {
            return streams.Input;
        }

        try
        {
            return Directory.Exists(name)
                ? throw new CliException($"{name}: this is a directory, and a file is needed")
                : new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CliException($"{name}: there is no such file");
        }
        catch (UnauthorizedAccessException)
        {
            throw new CliException($"{name}: it cannot be read: permission denied");
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw new CliException(name.Length == 0 ? "FILE: a file's name is needed, found \"\"" : $"{name}: it cannot be opened: {e.Message}");
        }
    }

    /// <summary>Reads all graphs of a file.</summary>
    /// <exception cref="CliException">There is none, or what is there is no graph: in which file, where, and why.</exception>
    public static IReadOnlyList<FileGraph> Read(CliStreams streams, string name)
    {
        var whole = new MemoryStream();
        using (Stream stream = Open(streams, name))
        {
            try
            {
                stream.CopyTo(whole);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CliException($"{name}: it cannot be read: {e.Message}");
            }
        }

        try
        {
            return Read(whole);
        }
        catch (CliException e)
        {
            throw new CliException($"{name}: {e.Message}");
        }
    }

    /// <summary>The error of one line of several.</summary>
    public static string InLine(int line, GraphFormatException e)
    {
        // Where a text is not JSON is told by its own line and column, and here it is one line.
        const string Own = "line 1, ";
        return e.Path.StartsWith(Own, StringComparison.Ordinal)
            ? $"line {line}, {e.Message[Own.Length..]}"
            : $"line {line}: {e.Message}";
    }

    private static List<FileGraph> Read(MemoryStream whole)
    {
        whole.Position = 0;
        var lines = new LineReader(whole, static () => { });
        var graphs = new List<FileGraph>();
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (IsBlank(line))
            {
                continue;
            }

            if (graphs.Count == 0 && !IsComplete(line))
            {
                return [new FileGraph(lines.Number, ParseWhole(whole))];
            }

            try
            {
                graphs.Add(new FileGraph(lines.Number, TaskGraph.ParseLine(line)));
            }
            catch (GraphFormatException e)
            {
                throw new CliException(InLine(lines.Number, e));
            }
        }

        return graphs.Count > 0 ? graphs : throw new CliException("there is no graph in it");
    }

    public static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t\r"u8) < 0;

    private static TaskGraph ParseWhole(MemoryStream whole)
    {
        try
        {
            return TaskGraph.ParseLine(whole.GetBuffer().AsSpan(0, (int)whole.Length));
        }
        catch (GraphFormatException e)
        {
            throw new CliException(e.Message);
        }
    }

    // A graph that is printed over several lines has none that is a whole value, at least not the first.
    private static bool IsComplete(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
