using System.Globalization;
using SimAsync.Kernel;

namespace SimAsync.Traces;

/// <summary>The steps of a failed run that matter, as a table in a test's message: those out of order, where the runs part, and the end.</summary>
internal static class FailureTable
{
    /// <summary>How many columns a line may take.</summary>
    public const int Widest = 160;

    private const int WidestLane = 28;

    /// <summary>The table's lines, the first with the columns' names. Empty if there is no room for three steps.</summary>
    /// <param name="document">The trace; its first run is the one that failed.</param>
    /// <param name="most">At most so many lines.</param>
    public static IReadOnlyList<string> Of(TraceDocument document, int most)
    {
        TraceRun run = document.Runs[0];
        SortedSet<int> picked = Pick(run, document.Failure?.Agree, most - 1);
        if (picked.Count == 0)
        {
            return [];
        }

        var words = new StepWords(document.Files);
        string[] times = [.. picked.Select(index => Describe.Time(run.Steps[index].Ticks))];
        string[] lanes = [.. picked.Select(index => VisibleText.Cut(VisibleText.Of(StepWords.Who(run, run.Steps[index].Lane)), WidestLane))];
        int timeWidth = times.Max(static time => time.Length);
        int laneWidth = lanes.Max(VisibleText.Width);
        int stepWidth = Math.Max(4, picked.Max.ToString(CultureInfo.InvariantCulture).Length + 1);
        timeWidth = Math.Max(4, timeWidth);
        var lines = new List<string> { $"    {"time".PadLeft(timeWidth)}  {"step".PadLeft(stepWidth)}  {"task".PadRight(laneWidth)}  what it did" };
        int next = 0;
        int row = 0;
        foreach (int index in picked)
        {
            if (IsGap(run, next, index))
            {
                LeftOut(index - next);
            }

            TraceStep step = run.Steps[index];
            string number = step.Number.ToString(CultureInfo.InvariantCulture);
            lines.Add(Line($"  {(step.InsteadOf is null ? ' ' : '>')} {times[row].PadLeft(timeWidth)}  {number.PadLeft(stepWidth)}  {VisibleText.Pad(lanes[row], laneWidth)}  {words.All(run, step)}"));
            if (step.InsteadOf is { } instead)
            {
                lines.Add(Line($"    {"".PadLeft(timeWidth + stepWidth + laneWidth + 4)}  in order: {words.Instead(run, instead)}"));
            }

            next = index + 1;
            row++;
        }

        if (next < run.Steps.Count)
        {
            LeftOut(run.Steps.Count - next);
        }

        return lines;

        void LeftOut(int steps) => lines.Add($"    {"".PadLeft(timeWidth)}  {"…".PadLeft(stepWidth)}  {steps} step{(steps == 1 ? "" : "s")} more");
    }

    /// <summary>A line of a message: whatever the code under test puts into it, it is one, and no wider than may be.</summary>
    public static string Line(string text) => VisibleText.Cut(VisibleText.Of(text), Widest);

    // What matters most comes first, as long as there is room.
    private static SortedSet<int> Pick(TraceRun run, int? fork, int most)
    {
        var picked = new SortedSet<int>();
        if (run.Steps.Count == 0 || most < 3)
        {
            return picked;
        }

        foreach (int index in ByImportance(run, fork))
        {
            if (index >= 0 && index < run.Steps.Count && !IsMute(run, index) && picked.Add(index) && Lines(run, picked) > most)
            {
                picked.Remove(index);
            }
        }

        return picked;
    }

    private static IEnumerable<int> ByImportance(TraceRun run, int? fork)
    {
        int last = run.Steps.Count - 1;
        int[] outOfOrder = [.. Enumerable.Range(0, run.Steps.Count).Where(index => run.Steps[index].InsteadOf is not null)];
        int[] passedOver = [.. outOfOrder.Select(index => run.Steps[index].InsteadOf!.RanAs).OfType<long>().Select(static number => (int)number - 1)];

        // The latest decide: what was before them passes without them.
        foreach (int index in outOfOrder.Reverse().Take(5).Concat(fork is { } at ? [at] : []).Concat([last]).Concat(passedOver.Reverse().Take(5)))
        {
            yield return index;
        }

        foreach (int around in new[] { 1, 2, 3 })
        {
            foreach (int index in outOfOrder.Concat(fork is { } at ? [at] : []).Concat(passedOver))
            {
                yield return index - around;
                yield return index + around;
            }

            yield return last - around;
        }

        for (int index = 0; index <= last && index < 100; index++)
        {
            yield return last - index;
            yield return index;
        }
    }

    // Timers that only make steps ready are not missed.
    private static bool IsGap(TraceRun run, int from, int to)
    {
        for (int index = from; index < to; index++)
        {
            if (!IsMute(run, index))
            {
                return true;
            }
        }

        return false;
    }

    // What it lets go is told by the step of that; unless it is out of order itself.
    private static bool IsMute(TraceRun run, int index) => run.Steps[index].InsteadOf is null && StepWords.IsOnlyDue(run.Steps[index]);

    private static int Lines(TraceRun run, SortedSet<int> picked)
    {
        int lines = 0;
        int next = 0;
        foreach (int index in picked)
        {
            lines += (IsGap(run, next, index) ? 1 : 0) + (run.Steps[index].InsteadOf is null ? 1 : 2);
            next = index + 1;
        }

        return lines + (next < run.Steps.Count ? 1 : 0);
    }
}
