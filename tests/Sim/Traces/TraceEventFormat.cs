using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SimAsync.Tests.Traces;

/// <summary>
/// What is wrong with a JSON text as a trace in Chrome's Trace Event Format: by the format's document ("Trace Event Format", Google), as narrow as a good trace has it, and by what Perfetto's reader
/// (<c>src/trace_processor/importers/json</c> and <c>importers/common/{slice,flow}_tracker.cc</c> of google/perfetto) does with it.
/// </summary>
/// <remarks>Nobody has published a schema of the format, or a reader of Perfetto's as a package that works without a network: this stands for both.</remarks>
internal sealed partial class TraceEventFormat
{
    private readonly List<string> faults = [];
    private readonly Dictionary<(long Process, long Thread), List<Slice>> slices = [];
    private readonly Dictionary<(string Name, long Process, long Thread), string> metadata = [];
    private readonly Dictionary<string, (int Begins, int Ends, long Begin, long End)> flows = [];
    private readonly HashSet<(long Process, long Thread)> usedThreads = [];
    private readonly HashSet<long> usedProcesses = [];

    private TraceEventFormat()
    {
    }

    /// <summary>All faults; none for a good trace.</summary>
    public static IReadOnlyList<string> Faults(string text)
    {
        var format = new TraceEventFormat();
        format.Read(text);
        return format.faults;
    }

    private void Read(string text)
    {
        // Perfetto's JSON reader ends at the first.
        Need(!SurrogateEscape().IsMatch(text), "the text has an escaped surrogate");
        Need(!text.Any(char.IsControl), "the text has a control character that is not escaped");
        JsonElement root;
        try
        {
            root = JsonElement.Parse(text);
        }
        catch (JsonException e)
        {
            faults.Add($"no JSON: {e.Message}");
            return;
        }

        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("traceEvents", out JsonElement events) || events.ValueKind != JsonValueKind.Array)
        {
            faults.Add("there is no object with a list of traceEvents");
            return;
        }

        Need(root.TryGetProperty("displayTimeUnit", out JsonElement unit) && unit.ValueKind == JsonValueKind.String && unit.GetString() is "ms" or "ns", "displayTimeUnit is ms or ns");
        var all = new List<(JsonElement Json, long At, int Index)>();
        foreach ((int index, JsonElement json) in events.EnumerateArray().Index())
        {
            int before = faults.Count;
            Fields(json, index);
            if (faults.Count == before)
            {
                all.Add((json, json.GetProperty("ph").GetString() == "M" ? 0 : Nanoseconds(json.GetProperty("ts")), index));
            }
        }

        // Perfetto sorts by time; what is at the same time stays in order.
        foreach ((JsonElement json, long at, int index) in all.OrderBy(static one => one.At).ThenBy(static one => one.Index))
        {
            Take(json, at, $"event {index}");
        }

        Flows();
        Tracks();
    }

    // Each event for itself: what has to be there, by its phase, and of which kind.
    private void Fields(JsonElement json, int index)
    {
        string where = $"event {index}";
        if (json.ValueKind != JsonValueKind.Object || Text(json, "ph") is not { } phase)
        {
            faults.Add($"{where}: an object with a ph is needed");
            return;
        }

        Need(phase is "M" or "X" or "i" or "s" or "f" or "C", $"{where}: the phase {phase} is none of those in use");
        Need(Text(json, "name") is { Length: > 0 }, $"{where}: name");
        Need(Whole(json, "pid", 1), $"{where}: pid");
        Need(Whole(json, "tid", 1), $"{where}: tid");
        Need(phase == "M" || Text(json, "cat") is { Length: > 0 } || phase == "C", $"{where}: cat");
        Need(phase == "M" ? !json.TryGetProperty("ts", out _) : Time(json, "ts", 0), $"{where}: ts");
        Need(phase == "X" ? Time(json, "dur", 1) : !json.TryGetProperty("dur", out _), $"{where}: dur");
        Need(phase == "i" ? Text(json, "s") is "t" or "p" : !json.TryGetProperty("s", out _), $"{where}: s");
        Need(phase is "s" or "f" ? Whole(json, "id", 0) : !json.TryGetProperty("id", out _), $"{where}: id");
        Need(phase != "f" || Text(json, "bp") == "e", $"{where}: bp, without which the flow ends in the next slice");
        bool hasArguments = json.TryGetProperty("args", out JsonElement arguments) && arguments.ValueKind == JsonValueKind.Object;
        Need(hasArguments || phase is "s" or "f", $"{where}: args");
        if (phase == "C" && hasArguments)
        {
            Need(arguments.EnumerateObject().Any() && arguments.EnumerateObject().All(static one => one.Value.ValueKind == JsonValueKind.Number), $"{where}: args of a counter are numbers");
        }

        if (phase == "M" && hasArguments)
        {
            Need(Text(json, "name") switch
            {
                "process_name" or "thread_name" => Text(arguments, "name") is { Length: > 0 },
                "process_labels" => Text(arguments, "labels") is { Length: > 0 },
                "process_sort_index" or "thread_sort_index" => Whole(arguments, "sort_index", 0),
                _ => false,
            }, $"{where}: args of {Text(json, "name")}");
        }
    }

    private void Take(JsonElement json, long at, string where)
    {
        string phase = Text(json, "ph")!;
        string name = Text(json, "name")!;
        var track = (json.GetProperty("pid").GetInt64(), json.GetProperty("tid").GetInt64());
        usedProcesses.Add(track.Item1);
        if (phase == "M")
        {
            var key = (name, track.Item1, name.StartsWith("process", StringComparison.Ordinal) ? 0 : track.Item2);
            Need(metadata.TryAdd(key, json.GetProperty("args").GetRawText()), $"{where}: there is another {name} of process {track.Item1}, thread {key.Item3}");
            return;
        }

        if (phase == "C" || Text(json, "s") == "p")
        {
            return;
        }

        usedThreads.Add(track);
        List<Slice> stack = slices.TryGetValue(track, out List<Slice>? known) ? known : slices[track] = [];
        if (phase is "X" or "i")
        {
            long duration = phase == "X" ? Nanoseconds(json.GetProperty("dur")) : 0;
            Push(stack, new Slice(at, at + duration, phase == "i"), where);
            return;
        }

        // The topmost slice is the one begun last, if nothing has begun since that made it end.
        Need(stack is [.., { IsInstant: false } top] && top.From <= at && at < top.To, $"{where}: no slice is around this end of the flow {name}");
        string id = json.GetProperty("id").GetRawText();
        (int begins, int ends, long begin, long end) = flows.GetValueOrDefault(id);
        flows[id] = phase == "s" ? (begins + 1, ends, at, end) : (begins, ends + 1, begin, at);
        if (phase == "f")
        {
            Need(begins == 1, $"{where}: the flow {id} has not begun");
        }
    }

    private void Push(List<Slice> stack, Slice slice, string where)
    {
        while (stack is [.., var top] && (top.To < slice.From || (top.To == slice.From && !(top.IsInstant && slice.IsInstant))))
        {
            stack.RemoveAt(stack.Count - 1);
        }

        if (stack is [.., var around])
        {
            Need(slice.To <= around.To, $"{where}: it overlaps the slice before it on its thread");
            Need(slice.IsInstant || around.IsInstant, $"{where}: a step within a step");
        }

        stack.Add(slice);
        Need(stack.Count < 512, $"{where}: more slices in each other than Perfetto takes");
    }

    private void Flows()
    {
        foreach ((string id, (int begins, int ends, long begin, long end)) in flows)
        {
            Need(begins == 1 && ends == 1, $"flow {id}: it begins {begins} times and ends {ends} times");
            Need(begins == 0 || ends == 0 || begin < end, $"flow {id}: it ends before it begins");
        }
    }

    private void Tracks()
    {
        foreach (long process in usedProcesses)
        {
            Need(metadata.ContainsKey(("process_name", process, 0)), $"process {process} has no name");
            Need(metadata.ContainsKey(("process_sort_index", process, 0)), $"process {process} has no sort index");
        }

        foreach ((long process, long thread) in usedThreads)
        {
            Need(metadata.ContainsKey(("thread_name", process, thread)), $"thread {thread} has no name");
            Need(metadata.ContainsKey(("thread_sort_index", process, thread)), $"thread {thread} has no sort index");
            Need(!usedProcesses.Contains(thread), $"thread {thread} would be the main thread of a process");
        }

        foreach (IGrouping<long, (long, long)> thread in usedThreads.GroupBy(static one => one.Thread).Where(static one => one.Count() > 1))
        {
            faults.Add($"thread {thread.Key} is in several processes");
        }

        foreach (IGrouping<(string, long, string), KeyValuePair<(string Name, long Process, long Thread), string>> same in metadata
            .Where(static one => one.Key.Name is "thread_sort_index" or "process_sort_index")
            .GroupBy(static one => (one.Key.Name, one.Key.Name == "thread_sort_index" ? one.Key.Process : 0, one.Value)).Where(static one => one.Count() > 1))
        {
            faults.Add($"{same.Key.Item1} {same.Key.Item3} is there twice");
        }
    }

    private void Need(bool holds, string what)
    {
        if (!holds)
        {
            faults.Add(what);
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Whole(JsonElement json, string name, long least) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= least;

    // A time that a double tells apart, is a whole number of nanoseconds, and is one for Perfetto.
    private static bool Time(JsonElement json, string name, long leastNanoseconds) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.GetDecimal() * 1000 is var exact
        && exact == decimal.Truncate(exact) && exact >= leastNanoseconds && exact < long.MaxValue && Nanoseconds(value) == exact;

    // As Perfetto does it: CoerceToTs in json_trace_tokenizer.cc.
    private static long Nanoseconds(JsonElement value)
    {
        if (value.TryGetInt64(out long whole))
        {
            return whole * 1000;
        }

        double microseconds = double.Parse(value.GetRawText(), CultureInfo.InvariantCulture);
        return microseconds == Math.Truncate(microseconds) ? (long)microseconds * 1000 : (long)Math.Round(microseconds * 1000.0, MidpointRounding.AwayFromZero);
    }

    [GeneratedRegex(@"(?<!\\)(\\\\)*\\u[dD][89a-fA-F]")]
    private static partial Regex SurrogateEscape();

    private sealed record Slice(long From, long To, bool IsInstant);
}
