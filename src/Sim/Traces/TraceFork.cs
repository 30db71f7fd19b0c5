namespace SimAsync.Traces;

/// <summary>Where two runs part that have begun in the same way.</summary>
/// <param name="Agree">For how many steps they agree.</param>
/// <param name="Why">What each did then, in a sentence.</param>
internal sealed record TraceFork(int Agree, string Why)
{
    /// <summary>What is to be said where no run is known that passes.</summary>
    public static string Unknown(TraceRun failing) => failing.Steps.Any(static step => step.InsteadOf is not null)
        ? "No run was found that begins in the same way and passes."
        : "It fails in order, and no run was found that passes with one step out of order.";

    /// <param name="failing">The one that fails.</param>
    /// <param name="passing">The one that passes.</param>
    /// <param name="files">The files that places are in.</param>
    public static TraceFork Of(TraceRun failing, TraceRun passing, IReadOnlyList<string> files)
    {
        var words = new StepWords(files);
        int common = Math.Min(failing.Steps.Count, passing.Steps.Count);
        int agree = 0;
        while (agree < common && AreSame(failing, failing.Steps[agree], passing, passing.Steps[agree]))
        {
            agree++;
        }

        // A choice of the code under test parts them in the middle of a step, a cancellation by the simulation after one.
        return (agree > 0 ? Early(failing, passing, agree - 1) : null)
            ?? new TraceFork(agree, $"{Both(agree)} Then the one that passes ran {Next(passing)}; this one ran {Next(failing)}.");

        string Next(TraceRun run) => agree < run.Steps.Count ? $"{StepWords.Who(run, run.Steps[agree].Lane)}: {words.Short(run.Steps[agree])}" : "nothing more: it had ended";
    }

    private static string Both(int agree) => agree == 0 ? "The runs part at the first step." : $"Both runs agree for {agree} step{(agree == 1 ? "" : "s")}.";

    // The first choice, up to that step, that was answered in two ways.
    private static TraceFork? Early(TraceRun failing, TraceRun passing, int last)
    {
        for (int i = 0; i <= last; i++)
        {
            TraceDeed[] these = Choices(failing.Steps[i]);
            TraceDeed[] those = Choices(passing.Steps[i]);
            for (int j = 0; j < Math.Max(these.Length, those.Length); j++)
            {
                string? here = j < these.Length ? these[j].Text : null;
                string? there = j < those.Length ? those[j].Text : null;
                if (here != there)
                {
                    return j < these.Length && these[j].Kind == TraceDeedKind.Cancelled
                        ? new TraceFork(i + 1, $"{Both(i + 1)} In this one {here}; in the one that passes it went on.")
                        : new TraceFork(i, $"{Both(i)} In step {i + 1}, of {StepWords.Who(failing, failing.Steps[i].Lane)}, the one that passes {there ?? "was not asked"}; this one {here ?? "was not asked"}.");
                }
            }
        }

        return null;
    }

    private static TraceDeed[] Choices(TraceStep step) => [.. step.Deeds.Where(static deed => deed.Kind == TraceDeedKind.Chose || deed is { Kind: TraceDeedKind.Cancelled, Lane: null })];

    private static bool AreSame(TraceRun oneRun, TraceStep one, TraceRun otherRun, TraceStep other) =>
        oneRun.Lanes[one.Lane].Path == otherRun.Lanes[other.Lane].Path && one.Kind == other.Kind && one.Method == other.Method && one.At == other.At && one.What == other.What && one.Ticks == other.Ticks;
}
