using System.Globalization;
using System.Text;

namespace SimAsync.Traces;

/// <summary>Says what a step did, in the words of every form that is text.</summary>
/// <param name="paths">The files that places refer to: <see cref="TraceDocument.Files"/>.</param>
internal sealed class StepWords(IReadOnlyList<string> paths)
{
    private const int LongestMethod = 30;

    private readonly string[] files = Shorten(paths);

    /// <summary>A lane by its path and name.</summary>
    public static string Who(TraceRun run, int lane)
    {
        TraceLane one = run.Lanes[lane];
        return one.Kind == TraceLaneKind.Callbacks ? one.Name : $"{one.Path} {one.Name}";
    }

    /// <summary>What a step was: "resumed Refill (Cache.cs:57)".</summary>
    public string Began(TraceStep step)
    {
        string place = Place(step.Method, step.At, step.Callers);
        return step.Kind == TraceStepKind.Timer && step.Method is not null && !IsOnlyDue(step) ? $"resumed {place}, by the {step.What ?? "timer"}" : Began(step.Kind, step.What, place);
    }

    /// <summary>Whether a timer's step did nothing but make a step ready: who waits for it waits on, until that.</summary>
    public static bool IsOnlyDue(TraceStep step) =>
        step is { Kind: TraceStepKind.Timer, Deeds.Count: 0 } && (step.Awaits is null || (step.Then == step.At && step.ThenMethod == step.Method));

    /// <summary>What a step was to be that was passed over: "timer of Task.Delay, Refill (Cache.cs:57)"; of one that goes on, only where.</summary>
    public string Short(TraceInstead instead) => Short(instead.Kind, instead.What, Place(instead.Method, instead.At, instead.Callers));

    /// <inheritdoc cref="Short(TraceInstead)"/>
    public string Short(TraceStep step) => Short(step.Kind, step.What, Place(step.Method, step.At, step.Callers));

    /// <summary>All of a step in one line: what it was, what it did, where it then stood.</summary>
    public string All(TraceRun run, TraceStep step)
    {
        var text = new StringBuilder(Began(step));
        TraceDeedKind? before = null;
        foreach (TraceDeed deed in step.Deeds)
        {
            // Those that began one after the other are told together.
            text.Append(deed.Kind == TraceDeedKind.Began && before == TraceDeedKind.Began && deed.Lane is { } lane ? $", {run.Lanes[lane].Name}" : $"; {Deed(run, step, deed)}");
            before = deed.Kind;
        }

        return Then(step) is { Length: > 0 } then ? text.Append("; ").Append(then).ToString() : text.ToString();
    }

    /// <summary>What was done within a step. Of an exception that a lane ended with, the type: it is told elsewhere.</summary>
    public static string Deed(TraceRun run, TraceStep step, TraceDeed deed) => deed.Kind switch
    {
        TraceDeedKind.Ended when deed.Lane is { } lane => $"{(lane == step.Lane ? "" : $"{run.Lanes[lane].Name} ")}ended{(run.Lanes[lane].Outcome is { } outcome and not "done" ? $": {outcome.Split(": ")[0]}" : "")}",
        TraceDeedKind.Logged => $"logged \"{deed.Text}\"",
        TraceDeedKind.Warned => $"warning: {deed.Text}",
        _ => deed.Text,
    };

    /// <summary>Where a step then stood: "awaits Lock 'db' (Cache.cs:60)". Empty if it did not wait.</summary>
    public string Then(TraceStep step)
    {
        if (step.Awaits is null || IsOnlyDue(step))
        {
            return "";
        }

        bool isSame = step.ThenMethod is null || (step.ThenMethod == step.Method && step.ThenCallers.SequenceEqual(step.Callers));
        string where = isSame ? At(step.Then) is { Length: > 0 } at ? $" ({at})" : "" : $" in {Place(step.ThenMethod, step.Then, step.ThenCallers)}";
        return $"awaits {step.Awaits}{where}";
    }

    /// <summary>"Cache.cs:57", with folders before it where files of several folders have the name; or nothing.</summary>
    public string At(TracePlace? place) => place is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{files[place.File]}:{place.Line}");

    /// <summary>What in-order scheduling would have run in a step's place: "root.1/1 Pay: Pay (Checkout.cs:57), which ran as step 5".</summary>
    public string Instead(TraceRun run, TraceInstead instead)
    {
        string ran = instead.RanAs is { } later ? string.Create(CultureInfo.InvariantCulture, $"ran as step {later}") : "never ran";
        return $"{Who(run, instead.Lane)}: {Short(instead)}, which {ran}";
    }

    /// <summary>"main waits for Lock 'db', held by Refill, in Evict at Cache.cs:31, since step 7".</summary>
    public string Waits(TraceWait wait) => $"{wait.Who} {WaitsFor(wait)}";

    /// <summary>Likewise, without who.</summary>
    public string WaitsFor(TraceWait wait)
    {
        string held = wait.HeldBy.Count > 0 ? $", held by {string.Join(", ", wait.HeldBy)}" : "";
        string where = $"{(wait.Method is null ? "" : $" in {wait.Method}")}{(wait.At is { } at ? $" at {At(at)}" : "")}";
        string since = wait.Since is { } step ? string.Create(CultureInfo.InvariantCulture, $", since step {step}") : "";
        return $"waits for {wait.For}{held}{(where.Length == 0 ? "" : ",")}{where}{since}";
    }

    // The innermost method, and the one that awaits it: the first may be a helper that many use, the second says in whose service. "Save (Store.cs:19) in Deposit (Account.cs:14)".
    private string Place(string? method, TracePlace? at, IReadOnlyList<TraceFrame> callers) =>
        (method is null ? At(at) : Frame(method, at)) + (callers is [var caller, ..] ? $" in {Frame(caller.Method, caller.At)}" : "");

    private string Frame(string method, TracePlace? at) => $"{Last(method)}{(at is null ? "" : $" ({At(at)})")}";

    // The file says whose it is, and a long name is told by its end: a local function's begins with those around it.
    private static string Last(string method) => VisibleText.Cut(method[(method.LastIndexOf('.') + 1)..], LongestMethod);

    private static string Began(TraceStepKind kind, string? what, string place) => kind switch
    {
        TraceStepKind.Resume when what is null => place.Length == 0 ? "went on" : $"resumed {place}",
        TraceStepKind.Start => place.Length == 0 ? "started" : $"started {place}",
        _ => Short(kind, what, place),
    };

    private static string Short(TraceStepKind kind, string? what, string place) =>
        kind is TraceStepKind.Resume or TraceStepKind.Start && what is null ? place.Length > 0 ? place : kind == TraceStepKind.Start ? "its start" : "went on"
        : $"{what ?? "a callback"}{(place.Length == 0 ? "" : $", {place}")}";

    // The last part of each path, and of those that share it as many folders as tell them apart. Windows' paths may be read elsewhere.
    private static string[] Shorten(IReadOnlyList<string> paths)
    {
        string[][] parts = [.. paths.Select(static path => path.Split('/', '\\'))];
        int[] taken = [.. parts.Select(static _ => 1)];
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (IGrouping<string, int> same in Enumerable.Range(0, parts.Length).GroupBy(Short).Where(static same => same.Skip(1).Any()).ToArray())
            {
                foreach (int index in same.Where(index => taken[index] < parts[index].Length))
                {
                    taken[index]++;
                    changed = true;
                }
            }
        }

        return [.. Enumerable.Range(0, parts.Length).Select(Short)];

        string Short(int index) => string.Join('/', parts[index].TakeLast(taken[index]));
    }
}
