using System.Globalization;

namespace SimAsync.Cli;

/// <summary>A line on a terminal that says how far long work has come; nothing at all where the errors do not go to a terminal.</summary>
/// <param name="streams">Where it is shown.</param>
/// <param name="what">What is counted, in the plural.</param>
internal sealed class Progress(CliStreams streams, string what) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    private readonly long begun = streams.Clock.GetTimestamp();
    private long shown = streams.Clock.GetTimestamp();
    private bool visible;

    /// <summary>Says how many are done, unless it has only just said so.</summary>
    /// <param name="done">So many.</param>
    /// <param name="of">Of so many; null if that is not known.</param>
    /// <param name="title">Where; empty for nothing to say.</param>
    public void Report(int done, int? of = null, string title = "")
    {
        if (!streams.Interactive || streams.Clock.GetElapsedTime(shown) < Pause)
        {
            return;
        }

        shown = streams.Clock.GetTimestamp();
        visible = true;
        double second = done / streams.Clock.GetElapsedTime(begun).TotalSeconds;
        string limit = of is null ? "" : string.Create(CultureInfo.InvariantCulture, $" of {of:N0}");
        streams.Error.Write(string.Create(
            CultureInfo.InvariantCulture, $"\r\e[K{title}{(title.Length > 0 ? ": " : "")}{done:N0}{limit} {what}, {second:N0} a second"));
        streams.Error.Flush();
    }

    /// <summary>Clears the line, for what else is to be said there.</summary>
    public void Clear()
    {
        if (visible)
        {
            visible = false;
            streams.Error.Write("\r\e[K");
            streams.Error.Flush();
        }
    }

    public void Dispose() => Clear();
}
