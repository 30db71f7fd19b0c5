using System.Globalization;
using System.Text;
using SimAsync.Kernel;

namespace SimAsync.Traces;

/// <summary>The run of a trace as a sequence diagram for Mermaid: lanes are participants, what wakes, begins or cancels another is a message, a step is a note.</summary>
/// <remarks>A diagram is for some sixty messages and notes. What of a longer run is left out, it says.</remarks>
internal sealed class TraceMermaid
{
    // Some for what stands around the steps: the fork, the waits, the outcome.
    private const int MostOfSteps = 52;
    private const int MostWaits = 5;
    private const int MostLines = 3;
    private const int LongestText = 100;
    private const int LongestLine = 70;

    private readonly TraceDocument document;
    private readonly TraceRun run;
    private readonly StepWords words;
    private readonly StringBuilder body = new();
    private readonly SortedSet<int> lanes = [];

    private TraceMermaid(TraceDocument document) => (this.document, run, words) = (document, document.Runs[0], new StepWords(document.Files));

    public static void Write(TraceDocument document, Stream stream) => stream.Write(Encoding.UTF8.GetBytes(new TraceMermaid(document).Write()));

    private string Write()
    {
        int? agree = document.Failure?.Agree;
        IReadOnlyList<int> shown = MermaidScenes.Choose(run, agree, MostOfSteps);
        foreach (int index in shown)
        {
            Lanes(run.Steps[index]);
        }

        foreach (TraceWait wait in run.Waits.Take(MostWaits))
        {
            lanes.UnionWith(wait.Lane is { } lane ? [lane] : []);
        }

        if (lanes.Count == 0 && run.Lanes.Count > 0)
        {
            lanes.Add(0);
        }

        int next = 0;
        bool forked = agree is null;
        foreach (int index in shown)
        {
            if (!forked && index >= agree)
            {
                LeftOut(Math.Max(0, Math.Min(index, agree!.Value) - next));
                next = Math.Max(next, Math.Min(index, agree.Value));
                Fork();
                forked = true;
            }

            LeftOut(index - next);
            Step(run.Steps[index]);
            next = index + 1;
        }

        LeftOut(run.Steps.Count - next);
        if (!forked)
        {
            Fork();
        }

        Waits();
        Over(run.Outcome.Length == 0 ? "the end" : run.Outcome);
        return $"{Head()}{body}";
    }

    private string Head()
    {
        var head = new StringBuilder("sequenceDiagram\n");
        if (document.Title is { Length: > 0 } title)
        {
            head.Append("    title ").Append(Escape(title)).Append('\n');
        }

        foreach (int lane in lanes)
        {
            head.Append("    participant ").Append(Id(lane)).Append(" as ").Append(Escape(run.Lanes[lane].Name)).Append('\n');
        }

        return lanes.Count > 0 ? head.ToString() : head.Append("    participant L0 as main\n").ToString();
    }

    private void Lanes(TraceStep step)
    {
        lanes.Add(step.Lane);
        lanes.UnionWith(MermaidScenes.WakerOf(run, step) is { } waker ? [waker] : []);
        lanes.UnionWith(MermaidScenes.Messages(step).Select(static deed => deed.Lane!.Value));
    }

    private void Step(TraceStep step)
    {
        bool isOut = step.InsteadOf is not null;
        if (isOut)
        {
            // Seen on white and on black.
            body.Append("    rect rgba(255, 150, 0, 0.25)\n");
        }

        if (MermaidScenes.WakerOf(run, step) is { } waker)
        {
            Message(waker, "-)", step.Lane, Waking(run.Steps[(int)step.WokenBy!.Value - 1]));
        }

        List<string> lines = [string.Create(CultureInfo.InvariantCulture, $"{step.Number}{(isOut ? "!" : "")} at {Describe.Time(step.Ticks)}: {words.Short(step)}")];
        if (step.InsteadOf is { } instead)
        {
            lines.Add($"out of order; in order: {words.Instead(run, instead)}");
        }

        TraceDeed[] messages = [.. MermaidScenes.Messages(step)];
        TraceDeed[] others = [.. step.Deeds.Where(deed => !messages.Contains(deed, ReferenceEqualityComparer.Instance))];
        lines.AddRange(others.Take(MostLines).Select(deed => StepWords.Deed(run, step, deed)));
        if (others.Length > MostLines)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"and {others.Length - MostLines} more"));
        }

        Note($"over {Id(step.Lane)}", lines);
        foreach (TraceDeed deed in messages)
        {
            Message(step.Lane, deed.Kind == TraceDeedKind.Cancelled ? "-x" : "->>", deed.Lane!.Value, deed.Text);
        }

        if (isOut)
        {
            body.Append("    end\n");
        }
    }

    // What woke is told by what the step that did it released, if that is one thing.
    private static string Waking(TraceStep waker)
    {
        TraceDeed[] released = [.. waker.Deeds.Where(static deed => deed.Kind == TraceDeedKind.Released)];
        return string.Create(CultureInfo.InvariantCulture, $"step {waker.Number}{(released is [var only] ? $": {only.Text}" : " woke it")}");
    }

    private void Fork()
    {
        int steps = document.Failure!.Agree!.Value;
        Over(document.Failure.Why ?? string.Create(CultureInfo.InvariantCulture, $"both runs agree for {steps} {(steps == 1 ? "step" : "steps")}"));
    }

    private void LeftOut(int steps)
    {
        if (steps > 0)
        {
            Over(string.Create(CultureInfo.InvariantCulture, $"… {steps} {(steps == 1 ? "step" : "steps")} left out …"));
        }
    }

    private void Waits()
    {
        foreach (TraceWait wait in run.Waits.Take(MostWaits))
        {
            if (wait.Lane is { } lane)
            {
                Note($"over {Id(lane)}", [words.WaitsFor(wait)]);
            }
            else
            {
                Over(words.Waits(wait));
            }
        }

        if (run.Waits.Count > MostWaits)
        {
            Over(string.Create(CultureInfo.InvariantCulture, $"… {run.Waits.Count - MostWaits} more wait …"));
        }
    }

    private void Message(int from, string arrow, int to, string words) => body.Append(CultureInfo.InvariantCulture, $"    {Id(from)}{arrow}{Id(to)}: {Escape(words)}\n");

    private void Over(string words) => Note(lanes.Count > 1 ? $"over {Id(lanes.Min)},{Id(lanes.Max)}" : $"over {Id(lanes.Min)}", Wrap(words));

    private void Note(string where, IEnumerable<string> lines) =>
        body.Append(CultureInfo.InvariantCulture, $"    Note {where}: {string.Join("<br/>", lines.Select(Escape))}\n");

    // Breaks between words, so that the picture is not wider than its lanes.
    private static List<string> Wrap(string words)
    {
        var lines = new List<string> { "" };
        foreach (string word in VisibleText.Of(words.ReplaceLineEndings(" ")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + word.Length >= LongestLine)
            {
                lines.Add("");
            }

            lines[^1] += lines[^1].Length == 0 ? word : $" {word}";
        }

        return lines.Count <= MostLines + 1 ? lines : [.. lines.Take(MostLines), "…"];
    }

    private static string Id(int lane) => string.Create(CultureInfo.InvariantCulture, $"L{lane}");

    /// <summary>
    /// A text as Mermaid shows it, as it is: of ASCII all that could mean something to its lexer, its Markdown, its formulas or to HTML is a character reference (<c>#59;</c>), and so are the letters with which
    /// Mermaid marks those references itself.
    /// </summary>
    private static string Escape(string words)
    {
        if (string.IsNullOrWhiteSpace(words))
        {
            // Mermaid measures each line, and there would be nothing to measure.
            return "-";
        }

        var escaped = new StringBuilder();
        foreach (Rune rune in VisibleText.Of(VisibleText.Cut(words, LongestText)).EnumerateRunes())
        {
            if (rune.IsAscii ? char.IsAsciiLetterOrDigit((char)rune.Value) || " .,_()/'!".Contains((char)rune.Value) : rune.Value is not ('\uFB02' or '°' or '¶'))
            {
                escaped.Append(rune);
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
            }
        }

        return escaped.ToString();
    }
}
