using System.Globalization;
using System.Text;
using SimAsync.Kernel;

namespace SimAsync.Traces;

/// <summary>A trace as a table for people: all steps of both runs, each with what it did below it.</summary>
internal sealed class TraceText
{
    private const string Indent = "  ";

    private readonly TraceDocument document;
    private readonly StepWords words;
    private readonly TextWriter text;

    private TraceText(TraceDocument document, TextWriter text) => (this.document, words, this.text) = (document, new StepWords(document.Files), text);

    public static void Write(TraceDocument document, Stream stream)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        new TraceText(document, text).Write();
    }

    private void Write()
    {
        if (document.Title is { } title)
        {
            Line(VisibleText.Of(title));
            text.WriteLine();
        }

        if (document.Failure is { } failure)
        {
            Failure(failure);
        }

        for (int i = 0; i < document.Runs.Count; i++)
        {
            Run(document.Runs[i], i);
        }
    }

    private void Failure(TraceFailure failure)
    {
        Line(VisibleText.Of(failure.Type));
        Lines(failure.Message);
        foreach ((string name, string? value) in new[] { ("Found", failure.Finding), ("Why", failure.Why), ("Replay code", failure.ReplayCode), ("Play it again", failure.Replay) })
        {
            if (value is not null)
            {
                text.WriteLine();
                text.WriteLine($"{name}:");
                Lines(value);
            }
        }

        text.WriteLine();
    }

    private void Run(TraceRun run, int index)
    {
        if (index > 0)
        {
            text.WriteLine();
        }

        int outOfOrder = run.Steps.Count(static step => step.InsteadOf is not null);
        string marked = outOfOrder == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {outOfOrder} of them out of order (!)");
        string kind = run.Failed ? "The failing run" : index > 0 ? "The nearest run that passes" : "The run";
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: {run.Steps.Count} {(run.Steps.Count == 1 ? "step" : "steps")}{marked}, until {Describe.Time(run.Ticks)}"));
        Lines(run.Outcome);
        text.WriteLine();
        Steps(run);
        if (run.Waits.Count > 0)
        {
            text.WriteLine();
            text.WriteLine("At the end:");
            foreach (TraceWait wait in run.Waits)
            {
                Line($"{Indent}{VisibleText.Of(words.Waits(wait))}");
            }
        }
    }

    private void Steps(TraceRun run)
    {
        int digits = run.Steps.Select(static step => DigitsBehindThePoint(step.Ticks)).Prepend(0).Max();
        string[] times = [.. run.Steps.Select(step => Seconds(step.Ticks, digits))];
        string[] lanes = [.. run.Lanes.Select(static lane => VisibleText.Of(lane.Name))];
        int step = Math.Max("step".Length, run.Steps.Count.ToString(CultureInfo.InvariantCulture).Length);
        int time = times.Select(static time => time.Length).Append("seconds".Length).Max();
        int ready = run.Steps.Select(static step => Length(step.Ready)).Append("ready".Length).Max();
        int wokenBy = run.Steps.Select(static step => Length(step.WokenBy)).Append("woken by".Length).Max();
        int lane = lanes.Select(VisibleText.Width).Append("task".Length).Max();

        // What is told below a step stands where what it did stands.
        string below = new(' ', step + time + ready + wokenBy + lane + (6 * Indent.Length));
        text.WriteLine($"{"step".PadLeft(step)}{Indent}{Indent}{"seconds".PadLeft(time)}{Indent}{"ready".PadLeft(ready)}{Indent}{"woken by".PadLeft(wokenBy)}{Indent}{VisibleText.Pad("task", lane)}{Indent}what it did");
        for (int i = 0; i < run.Steps.Count; i++)
        {
            TraceStep one = run.Steps[i];
            string numbers = $"{Number(one.Number).PadLeft(step)}{(one.InsteadOf is null ? "  " : " !")}{Indent}{times[i].PadLeft(time)}{Indent}{Number(one.Ready).PadLeft(ready)}{Indent}{(one.WokenBy is { } by ? Number(by) : "").PadLeft(wokenBy)}";
            string then = words.Then(one) is { Length: > 0 } awaits ? $"; {awaits}" : "";
            Line($"{numbers}{Indent}{VisibleText.Pad(lanes[one.Lane], lane)}{Indent}{VisibleText.Of($"{words.Began(one)}{then}")}");
            if (one.InsteadOf is { } instead)
            {
                Line($"{below}in order: {VisibleText.Of(words.Instead(run, instead))}");
            }

            foreach (TraceDeed deed in one.Deeds)
            {
                string source = deed.Kind == TraceDeedKind.Logged ? $" ({deed.Level ?? "log"}{(deed.Category is null ? "" : ", ")}{deed.Category})" : "";
                Line($"{below}- {VisibleText.Of($"{StepWords.Deed(run, one, deed)}{source}")}");
            }
        }
    }

    private void Line(string line) => text.WriteLine(line.TrimEnd());

    // A text that may have lines of its own, which it keeps.
    private void Lines(string lines)
    {
        foreach (string line in lines.ReplaceLineEndings("\n").TrimEnd().Split('\n'))
        {
            Line($"{Indent}{VisibleText.Of(line)}");
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Length(long? number) => number is { } value ? Number(value).Length : 0;

    private static string Seconds(long ticks, int digits) => ((decimal)ticks / TimeSpan.TicksPerSecond).ToString($"F{digits}", CultureInfo.InvariantCulture);

    private static int DigitsBehindThePoint(long ticks)
    {
        int digits = 7;
        for (long rest = ticks % TimeSpan.TicksPerSecond; digits > 0 && rest % 10 == 0; rest /= 10)
        {
            digits--;
        }

        return digits;
    }
}
