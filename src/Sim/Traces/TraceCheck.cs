using System.Globalization;

namespace SimAsync.Traces;

/// <summary>Sees that what a trace refers to is there, so that no form of it fails in its middle.</summary>
internal static class TraceCheck
{
    /// <exception cref="FormatException">Something is not; the message names it.</exception>
    public static TraceDocument Check(TraceDocument document)
    {
        Need(document.Format == TraceDocument.Version, "format", $"this reads {TraceDocument.Version}, found '{document.Format}'");
        Need(document.Runs.Count is 1 or 2, "runs", $"one or two are needed, found {document.Runs.Count}");
        for (int i = 0; i < document.Code.Count; i++)
        {
            TraceCode code = document.Code[i];
            Place(new TracePlace(code.File, code.Line), $"code[{i}]");
        }

        for (int i = 0; i < document.Runs.Count; i++)
        {
            Run(document.Runs[i], $"runs[{i}]");
        }

        return document;

        void Run(TraceRun run, string where)
        {
            Need(run.Ticks >= 0, $"{where}.ticks", "time is never negative");
            for (int i = 0; i < run.Lanes.Count; i++)
            {
                Need(run.Lanes[i].Parent is not { } parent || (parent >= 0 && parent < i), $"{where}.lanes[{i}].parent", "a lane that comes before it is needed");
            }

            for (int i = 0; i < run.Steps.Count; i++)
            {
                TraceStep step = run.Steps[i];
                string here = $"{where}.steps[{i}]";
                Need(step.Number == i + 1, $"{here}.number", string.Create(CultureInfo.InvariantCulture, $"steps are numbered from 1 on; {i + 1} is needed, found {step.Number}"));
                Need(step.Ticks >= (i == 0 ? 0 : run.Steps[i - 1].Ticks), $"{here}.ticks", "time does not go back");
                Need(step.Ready >= 1, $"{here}.ready", "at least 1 is needed");
                Need(step.WokenBy is not { } by || (by >= 1 && by < step.Number), $"{here}.wokenBy", "an earlier step is needed");
                Lane(run, step.Lane, here);
                Place(step.At, $"{here}.at");
                Place(step.Then, $"{here}.then");
                foreach (TraceFrame frame in step.Callers.Concat(step.ThenCallers).Concat(step.InsteadOf?.Callers ?? []))
                {
                    Place(frame.At, $"{here}.callers");
                }

                if (step.InsteadOf is { } instead)
                {
                    Lane(run, instead.Lane, $"{here}.insteadOf");
                    Place(instead.At, $"{here}.insteadOf.at");
                }

                for (int j = 0; j < step.Deeds.Count; j++)
                {
                    Lane(run, step.Deeds[j].Lane, $"{here}.deeds[{j}]");
                }
            }

            for (int i = 0; i < run.Waits.Count; i++)
            {
                Lane(run, run.Waits[i].Lane, $"{where}.waits[{i}]");
                Place(run.Waits[i].At, $"{where}.waits[{i}].at");
            }
        }

        void Place(TracePlace? place, string where) => Need(
            place is null || (place.File >= 0 && place.File < document.Files.Count && place.Line >= 1), where, "there is no such place: a file's index and a line from 1 are needed");
    }

    private static void Lane(TraceRun run, int? lane, string where) =>
        Need(lane is not { } index || (index >= 0 && index < run.Lanes.Count), $"{where}.lane", $"there is no such lane: there are {run.Lanes.Count}");

    private static void Need(bool holds, string where, string what)
    {
        if (!holds)
        {
            throw new FormatException($"$.{where}: {what}.");
        }
    }
}
