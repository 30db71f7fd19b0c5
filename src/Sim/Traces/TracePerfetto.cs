using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using SimAsync.Kernel;

namespace SimAsync.Traces;

/// <summary>
/// A trace in Chrome's Trace Event Format, which Perfetto opens (ui.perfetto.dev, and its trace processor): after the "Trace Event Format" of Nat Duca and Dan Sinclair (Google), and what
/// Perfetto's reader (<c>src/trace_processor/importers/json</c> of google/perfetto) asks beyond that.
/// </summary>
/// <remarks>
/// A run is a process, a lane a thread, a step a complete event ("X") of the width that <see cref="PerfettoClock"/> says. What a step did is in it, as instant events; that it woke another, as a flow to it.
/// A step that went out of order has a flow to the one that was passed over, if that ran. Who waited at the end has a slice until there.
/// <para>What Perfetto asks beyond the format:</para>
/// <list type="bullet">
/// <item>Slices of a thread lie in each other or apart, to the nanosecond.</item>
/// <item>A flow binds to the slice that was last begun on its thread in the order of the file, instants among them: so the flows of a step stand behind its slice, before its instants.</item>
/// <item>A character beyond U+FFFF stands as it is: an escaped surrogate pair ends the reading of the whole file.</item>
/// <item>No thread has its process's number, which would make it the main thread, and none is in two processes.</item>
/// </list>
/// </remarks>
internal sealed class TracePerfetto
{
    private readonly TraceDocument document;
    private readonly StepWords words;
    private readonly Dictionary<TracePlace, string> code;
    private readonly PerfettoClock clock;
    private readonly PerfettoEvents events;

    private TracePerfetto(TraceDocument document, Utf8JsonWriter json)
    {
        this.document = document;
        words = new StepWords(document.Files);
        code = document.Code.DistinctBy(static line => (line.File, line.Line)).ToDictionary(static line => new TracePlace(line.File, line.Line), static line => line.Text);
        clock = new PerfettoClock(document.Runs);
        events = new PerfettoEvents(json, clock, document.Runs.Max(static run => run.Lanes.Count));
    }

    public static void Write(TraceDocument document, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        new TracePerfetto(document, json).Write(json);
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("displayTimeUnit", clock.UnitsInMicrosecond > 1 ? "ns" : "ms");
        json.WriteStartObject("otherData");
        events.Text("title", document.Title);
        events.Text("failure", document.Failure is { } failure ? $"{failure.Type}: {failure.Message}" : null);
        events.Text("finding", document.Failure?.Finding);
        events.Text("why", document.Failure?.Why);
        events.Text("replayCode", document.Failure?.ReplayCode);
        events.Text("replay", document.Failure?.Replay);
        events.Text("clock", $"A step takes no virtual time. It is drawn {events.Microseconds(clock.Width).ToString(CultureInfo.InvariantCulture)} µs wide, so that it can be seen; its args have the time."
            + (clock.Speed == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" Virtual time is drawn {clock.Speed} times as fast as it goes.")));
        json.WriteEndObject();
        json.WriteStartArray("traceEvents");
        for (int i = 0; i < document.Runs.Count; i++)
        {
            Run(document.Runs[i], i + 1);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Run(TraceRun run, int process)
    {
        Metadata(run, process);
        long[] starts = clock.StartsOf(run);
        (List<PerfettoFlow>?[] from, List<PerfettoFlow>?[] to) = Flows(run);
        int ready = 0;
        for (int i = 0; i < starts.Length; i++)
        {
            TraceStep step = run.Steps[i];
            int thread = events.ThreadOf(process, step.Lane);
            Slice(run, step, process, thread, starts[i]);
            foreach (PerfettoFlow flow in to[i] ?? [])
            {
                events.Flow("f", flow, process, thread, starts[i]);
            }

            foreach (PerfettoFlow flow in from[i] ?? [])
            {
                events.Flow("s", flow, process, thread, starts[i]);
            }

            for (int j = 0; j < step.Deeds.Count; j++)
            {
                Deed(run, step, step.Deeds[j], process, thread, starts[i] + (long)((Int128)clock.Width * (j + 1) / (step.Deeds.Count + 1)));
            }

            if (step.Ready != ready)
            {
                ready = step.Ready;
                events.Counter("ready", "steps", ready, process, starts[i]);
            }
        }

        End(run, process, starts);
    }

    private void Metadata(TraceRun run, int process)
    {
        string kind = run.Failed ? "failing run" : document.Runs.Count > 1 ? "nearest passing run" : "run";
        events.Metadata("process_name", process, process, "name", document.Title is null ? kind : $"{kind}: {document.Title}");
        events.Metadata("process_labels", process, process, "labels", run.Outcome.Length == 0 ? "-" : run.Outcome);
        events.Metadata("process_sort_index", process, process, "sort_index", process);
        for (int i = 0; i < run.Lanes.Count; i++)
        {
            TraceLane lane = run.Lanes[i];
            string name = lane.Name.Contains(lane.Path, StringComparison.Ordinal) ? lane.Name : $"{lane.Name} ({lane.Path})";
            events.Metadata("thread_name", process, events.ThreadOf(process, i), "name", name.Length == 0 ? "-" : name);
            events.Metadata("thread_sort_index", process, events.ThreadOf(process, i), "sort_index", i);
        }
    }

    // Which flows begin, and which end, in each step.
    private (List<PerfettoFlow>?[] From, List<PerfettoFlow>?[] To) Flows(TraceRun run)
    {
        var from = new List<PerfettoFlow>?[run.Steps.Count];
        var to = new List<PerfettoFlow>?[run.Steps.Count];
        foreach (TraceStep step in run.Steps)
        {
            Add(step.WokenBy, step.Number, "wake", "woke");
            Add(step.Number, step.InsteadOf?.RanAs, "order", "went before");
        }

        return (from, to);

        void Add(long? begin, long? end, string category, string name)
        {
            if (begin is { } first && end is { } second)
            {
                PerfettoFlow flow = events.NewFlow(category, name);
                (from[first - 1] ??= []).Add(flow);
                (to[second - 1] ??= []).Add(flow);
            }
        }
    }

    private void Slice(TraceRun run, TraceStep step, int process, int thread, long start)
    {
        bool isOut = step.InsteadOf is not null;
        string number = step.Number.ToString(CultureInfo.InvariantCulture);
        events.Begin("X", $"{number}{(isOut ? "!" : "")} {words.Short(step)}", isOut ? "step,out-of-order" : "step", process, thread, start);
        events.Duration(clock.Width);
        if (isOut)
        {
            events.Color("terrible");
        }

        events.BeginArguments();
        events.Number("step", step.Number);
        events.Text("time", Describe.Time(step.Ticks));
        events.Text("did", words.Began(step));
        events.Text("file", FullPlace(step.At));
        events.Text("line", step.At is null ? null : code.GetValueOrDefault(step.At));
        events.Text("then", words.Then(step) is { Length: > 0 } then ? then : null);
        events.Number("ready", step.Ready);
        events.Number("wokenBy", step.WokenBy);
        events.Text("insteadOf", step.InsteadOf is { } instead ? words.Instead(run, instead) : null);
        events.End();
    }

    private void Deed(TraceRun run, TraceStep step, TraceDeed deed, int process, int thread, long at)
    {
        events.Begin("i", StepWords.Deed(run, step, deed) is { Length: > 0 } text ? text : "-", deed.Kind.ToString().ToLowerInvariant(), process, thread, at);
        events.Scope("t");
        events.BeginArguments();
        events.Text("lane", deed.Lane is { } lane ? run.Lanes[lane].Name : null);
        events.Text("level", deed.Level);
        events.Text("category", deed.Category);
        events.End();
    }

    // As the compiler wrote it.
    private string? FullPlace(TracePlace? place) => place is null ? null : string.Create(CultureInfo.InvariantCulture, $"{document.Files[place.File]}:{place.Line}");

    // What stands behind the last step: who waited, from the end of its last step on, and how it went out.
    private void End(TraceRun run, int process, long[] starts)
    {
        long end = Math.Max(starts.Length == 0 ? 0 : starts[^1] + clock.Width, clock.InstantOf(run.Ticks));
        var free = new long[run.Lanes.Count];
        for (int i = 0; i < starts.Length; i++)
        {
            free[run.Steps[i].Lane] = starts[i] + clock.Width;
        }

        foreach (TraceWait wait in run.Waits)
        {
            if (wait.Lane is { } lane)
            {
                // Two waits of one lane stand one after the other, or they would be one.
                events.Begin("X", words.WaitsFor(wait), "wait", process, events.ThreadOf(process, lane), free[lane]);
                long length = Math.Max(end + clock.Width - free[lane], clock.Width);
                events.Duration(length);
                free[lane] += length;
            }
            else
            {
                events.Begin("i", words.Waits(wait), "wait", process, process, end);
                events.Scope("p");
            }

            events.BeginArguments();
            events.Text("file", FullPlace(wait.At));
            events.Number("since", wait.Since);
            events.End();
        }

        events.Begin("i", run.Failed && document.Failure is { } failure ? $"failed: {failure.Type}: {failure.Message}" : $"ended: {run.Outcome}", "end", process, process, end);
        events.Scope("p");
        events.BeginArguments();
        events.Text("time", Describe.Time(run.Ticks));
        events.End();
    }
}
