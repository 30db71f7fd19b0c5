using SimAsync.Traces;

namespace SimAsync;

/// <summary>What a run did, step by step, and the nearest one that passes beside it, if it failed: to be looked at in one of the forms of <see cref="TraceFormat"/>.</summary>
public sealed class SimTrace
{
    internal SimTrace(TraceDocument document) => Document = document;

    /// <summary>What was run; null if that is not known.</summary>
    public string? Title => Document.Title;

    internal TraceDocument Document { get; }

    /// <summary>Reads what was written as <see cref="TraceFormat.Json"/>.</summary>
    /// <param name="stream">UTF-8.</param>
    /// <exception cref="FormatException">It is no trace; the message says at which of its parts.</exception>
    public static SimTrace Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new SimTrace(TraceJson.Read(stream));
    }

    /// <summary>
    /// Writes it to a file, in the form that the file's name ends with: <c>.json</c>, <c>.html</c>, <c>.perfetto.json</c>, <c>.mmd</c> or <c>.txt</c>. The file is written beside its place and then
    /// moved there.
    /// </summary>
    /// <param name="path">The file; if it is there, it is replaced. Its folder has to be there.</param>
    /// <exception cref="ArgumentException">The name ends with none of these.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        TraceFormat format = TraceFile.FormatOf(path);
        TraceFile.Write(path, stream => Write(stream, format));
    }

    /// <summary>Writes it, as UTF-8.</summary>
    /// <param name="stream">Where to; stays open.</param>
    /// <param name="format">In which form.</param>
    public void Write(Stream stream, TraceFormat format)
    {
        ArgumentNullException.ThrowIfNull(stream);
        switch (format)
        {
            case TraceFormat.Json:
                TraceJson.Write(Document, stream);
                break;
            case TraceFormat.Html:
                TraceHtml.Write(Document, stream);
                break;
            case TraceFormat.Perfetto:
                TracePerfetto.Write(Document, stream);
                break;
            case TraceFormat.Mermaid:
                TraceMermaid.Write(Document, stream);
                break;
            case TraceFormat.Text:
                TraceText.Write(Document, stream);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such form of a trace.");
        }
    }
}
