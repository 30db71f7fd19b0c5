namespace SimAsync.Exploration;

/// <summary>Shows a person how far long work is, without being in the way: on a terminal in one line that is drawn anew, elsewhere in a line now and then. Short work shows nothing.</summary>
/// <param name="writer">Where to.</param>
/// <param name="isTerminal">Whether that is a terminal.</param>
/// <param name="title">What it is that takes so long; empty for nothing to say.</param>
internal sealed class ProgressDisplay(TextWriter writer, bool isTerminal, string title = "")
{
    /// <summary>What takes longer is long.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Redraw = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LogEvery = TimeSpan.FromSeconds(10);

    // As on a line of its own: cut at the edge, which a longer line would leave, and could not be cleared any more.
    private const string ClearLine = "\r\e[K";
    private const string CutLines = "\e[?7l";
    private const string WrapLines = "\e[?7h";

    private TimeSpan shown = TimeSpan.MinValue;
    private bool isVisible;

    /// <summary>Shows an exploration's progress, or its summary once it has ended.</summary>
    public void Show(ExploreProgress progress)
    {
        if (progress.Phase == ExplorePhase.Ended)
        {
            End(progress.Elapsed, progress.ToString());
        }
        else
        {
            Show(progress.Elapsed, progress.ToString);
        }
    }

    /// <summary>Says how far it is, unless it has only just said so.</summary>
    /// <param name="elapsed">Since it began.</param>
    /// <param name="line">Tells it.</param>
    public void Show(TimeSpan elapsed, Func<string> line)
    {
        bool isFirst = shown == TimeSpan.MinValue;
        if (elapsed < Long || (isTerminal ? !isFirst && elapsed - shown < Redraw : elapsed - (isFirst ? TimeSpan.Zero : shown) < LogEvery))
        {
            return;
        }

        shown = elapsed;
        if (isTerminal)
        {
            isVisible = true;
            writer.Write($"{ClearLine}{CutLines}{Titled(line())}{WrapLines}");
        }
        else
        {
            writer.WriteLine(Titled(line()));
        }

        writer.Flush();
    }

    /// <summary>It is over: says what came of it, if it took long. What is shown from here on is other work.</summary>
    public void End(TimeSpan elapsed, string summary)
    {
        Clear();
        shown = TimeSpan.MinValue;
        if (elapsed >= Long)
        {
            writer.WriteLine(Titled(summary));
            writer.Flush();
        }
    }

    /// <summary>Clears the line, for what else is to be said there.</summary>
    public void Clear()
    {
        if (isVisible)
        {
            isVisible = false;
            writer.Write(ClearLine);
            writer.Flush();
        }
    }

    private string Titled(string line) => title.Length == 0 ? line : $"{title}: {line}";
}
