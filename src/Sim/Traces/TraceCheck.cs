using System.Globalization;
using System.Runtime.CompilerServices;

namespace SimAsync.Traces;

/// <summary>Sees that what a trace refers to is there, so that no form of it fails in its middle.</summary>
internal static class TraceCheck
{
    /// <exception cref="FormatException">Something is not; the message names it.</exception>
    public static TraceDocument Check(TraceDocument document)
    {
        CheckVersion(document.Format);
        Need(document.Runs.Count is 1 or 2, new("runs"), $"one or two are needed, found {document.Runs.Count}");
        HashSet<(int, int)> lines = [];
        for (int i = 0; i < document.Code.Count; i++)
        {
            TraceCode code = document.Code[i];
            Place(document, code.File, code.Line, new("code", i));
            Need(lines.Add((code.File, code.Line)), new("code", i), $"this line is there twice");
        }

        for (int i = 0; i < document.Runs.Count; i++)
        {
            Run(document, document.Runs[i], $"runs[{i}]");
        }

        int most = document.Runs.Min(static run => run.Steps.Count);
        Need(document.Failure?.Agree is not { } agree || (agree >= 0 && agree <= most), new("failure.agree"), $"no run has so many steps: a whole number from 0 to {most} is needed, found {document.Failure?.Agree}");
        return document;
    }

    /// <exception cref="FormatException">It is another version of the format, or another format.</exception>
    public static void CheckVersion(string format) =>
        Need(format == TraceDocument.Version, new("format"), $"this reads {TraceDocument.Version}, found \"{VisibleText.Of(VisibleText.Cut(format, 40))}\"");

    private static void Run(TraceDocument document, TraceRun run, string where)
    {
        Least(0, run.Ticks, new($"{where}.ticks"));
        Dictionary<string, int> names = [];
        string lanes = $"{where}.lanes";
        for (int i = 0; i < run.Lanes.Count; i++)
        {
            TraceLane lane = run.Lanes[i];
            Need(names.TryAdd(lane.Name, i), new(lanes, i, ".name"), $"it is to be told from the others of its run, and lanes[{names.GetValueOrDefault(lane.Name)}] has the same");
            Need(lane.Parent is not { } parent || (parent >= 0 && parent < i), new(lanes, i, ".parent"), $"the index of a lane that comes before it is needed, found {lane.Parent}");
            Step(run, lane.Begun, new(lanes, i, ".begun"));
            Step(run, lane.Ended, new(lanes, i, ".ended"));
            Need(lane.Ended is null || lane.Begun is null || lane.Ended >= lane.Begun, new(lanes, i, ".ended"), $"it began only in step {lane.Begun}");
        }

        string steps = $"{where}.steps";
        for (int i = 0; i < run.Steps.Count; i++)
        {
            CheckStep(document, run, i, steps);
        }

        string waits = $"{where}.waits";
        for (int i = 0; i < run.Waits.Count; i++)
        {
            Lane(run, run.Waits[i].Lane, new(waits, i, ".lane"));
            Place(document, run.Waits[i].At, new(waits, i, ".at"));
            Step(run, run.Waits[i].Since, new(waits, i, ".since"));
        }
    }

    private static void CheckStep(TraceDocument document, TraceRun run, int i, string steps)
    {
        TraceStep step = run.Steps[i];
        long before = i == 0 ? 0 : run.Steps[i - 1].Ticks;
        Need(step.Number == i + 1, new(steps, i, ".number"), $"steps are numbered from 1 on: {i + 1} is needed, found {step.Number}");
        Least(0, step.Ticks, new(steps, i, ".ticks"));
        Need(step.Ticks >= before, new(steps, i, ".ticks"), $"time does not go back: a whole number from {before} is needed, found {step.Ticks}");
        Least(1, step.Ready, new(steps, i, ".ready"));
        Need(step.WokenBy is not { } by || (by >= 1 && by < step.Number), new(steps, i, ".wokenBy"), $"the number of an earlier step is needed, found {step.WokenBy}");
        Lane(run, step.Lane, new(steps, i, ".lane"));
        Place(document, step.At, new(steps, i, ".at"));
        Place(document, step.Then, new(steps, i, ".then"));
        foreach (TraceFrame frame in step.Callers.Concat(step.ThenCallers).Concat(step.InsteadOf?.Callers ?? []))
        {
            Place(document, frame.At, new(steps, i, ".callers"));
        }

        if (step.InsteadOf is { } instead)
        {
            Lane(run, instead.Lane, new(steps, i, ".insteadOf.lane"));
            Place(document, instead.At, new(steps, i, ".insteadOf.at"));
            Step(run, instead.RanAs, new(steps, i, ".insteadOf.ranAs"));
            Need(instead.RanAs is not { } ranAs || ranAs > step.Number, new(steps, i, ".insteadOf.ranAs"), $"the number of a later step is needed, found {instead.RanAs}");
        }

        for (int j = 0; j < step.Deeds.Count; j++)
        {
            Lane(run, step.Deeds[j].Lane, new(steps, i, ".deeds", j, ".lane"));
        }
    }

    private static void Place(TraceDocument document, TracePlace? place, Where where)
    {
        if (place is not null)
        {
            Place(document, place.File, place.Line, where);
        }
    }

    private static void Place(TraceDocument document, int file, int line, Where where)
    {
        int count = document.Files.Count;
        Need(file >= 0 && file < count, where with { Last = ".file" }, $"there is no such file: there {(count == 1 ? "is" : "are")} {count}, counted from 0, found {file}");
        Least(1, line, where with { Last = ".line" });
    }

    private static void Lane(TraceRun run, int? lane, Where where) => Need(
        lane is not { } index || (index >= 0 && index < run.Lanes.Count), where, $"there is no such lane: there {(run.Lanes.Count == 1 ? "is" : "are")} {run.Lanes.Count}, counted from 0, found {lane}");

    private static void Step(TraceRun run, long? step, Where where) =>
        Need(step is not { } number || (number >= 1 && number <= run.Steps.Count), where, $"there is no such step: the run has {run.Steps.Count}, found {step}");

    private static void Least(long least, long found, Where where) => Need(found >= least, where, $"a whole number from {least} is needed, found {found}");

    private static void Need(bool holds, Where where, [InterpolatedStringHandlerArgument(nameof(holds))] ref Reason reason)
    {
        if (!holds)
        {
            throw new FormatException($"$.{where}: {reason.Text}.");
        }
    }

    // Spelled out only where something is wrong.
    private readonly record struct Where(string List, int Index = -1, string Field = "", int Inner = -1, string Last = "")
    {
        public override string ToString() => $"{List}{Item(Index)}{Field}{Item(Inner)}{Last}";

        private static string Item(int index) => index < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"[{index}]");
    }

    // Made only where something is wrong: of a trace of many steps, the reasons for nothing would take longer than all else.
    [InterpolatedStringHandler]
    private ref struct Reason
    {
        private DefaultInterpolatedStringHandler text;

        public Reason(int literalLength, int formattedCount, bool holds, out bool isNeeded)
        {
            isNeeded = !holds;
            text = holds ? default : new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture);
        }

        public string Text => text.ToStringAndClear();

        public void AppendLiteral(string literal) => text.AppendLiteral(literal);

        public void AppendFormatted<T>(T value) => text.AppendFormatted(value);
    }
}
