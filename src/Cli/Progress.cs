using System.Globalization;
using SimAsync.Exploration;

namespace SimAsync.Cli;

/// <summary>Says on a terminal how many of a thing are done; nothing at all where the errors do not go to one. (Explorations say more: <see cref="ExploreProgress"/>.)</summary>
/// <param name="streams">Where it is shown.</param>
/// <param name="what">What is counted, in the plural.</param>
internal sealed class Progress(CliStreams streams, string what) : IDisposable
{
    private readonly ProgressDisplay display = new(streams.Error, isTerminal: true);
    private readonly long begun = streams.Clock.GetTimestamp();

    /// <summary>Says how many are done, unless it has only just said so.</summary>
    public void Report(int done)
    {
        if (streams.Interactive)
        {
            TimeSpan elapsed = streams.Clock.GetElapsedTime(begun);
            display.Show(elapsed, () => string.Create(CultureInfo.InvariantCulture, $"{done:N0} {what}, {done / elapsed.TotalSeconds:N0} a second"));
        }
    }

    /// <summary>Clears the line, for what else is to be said there.</summary>
    public void Clear() => display.Clear();

    public void Dispose() => Clear();
}
