using System.Text;

namespace SimAsync.Traces;

/// <summary>Says what a step did, in the words of every form that is text.</summary>
internal static class StepWords
{
    private const int LongestMethod = 30;

    /// <summary>A lane by its path and name.</summary>
    public static string Who(TraceRun run, int lane)
    {
        TraceLane one = run.Lanes[lane];
        return one.Kind == TraceLaneKind.Callbacks ? one.Name : $"{one.Path} {one.Name}";
    }

    /// <summary>What a step was: "resumed Refill (Cache.cs:57)".</summary>
    public static string Began(TraceStep step, IReadOnlyList<string> files)
    {
        string place = Place(step.Method, step.At, step.Callers, files);
        return step.Kind == TraceStepKind.Timer && step.Method is not null && !IsOnlyDue(step) ? $"resumed {place}, by the {step.What ?? "timer"}" : Began(step.Kind, step.What, place);
    }

    /// <summary>Whether a timer's step did nothing but make a step ready: who waits for it waits on, until that.</summary>
    public static bool IsOnlyDue(TraceStep step) =>
        step is { Kind: TraceStepKind.Timer, Deeds.Count: 0 } && (step.Awaits is null || (step.Then == step.At && step.ThenMethod == step.Method));

    /// <summary>What a step was to be that was passed over: "timer of Task.Delay, Refill (Cache.cs:57)"; of one that goes on, only where.</summary>
    public static string Short(TraceInstead instead, IReadOnlyList<string> files) => Short(instead.Kind, instead.What, Place(instead.Method, instead.At, instead.Callers, files));

    /// <inheritdoc cref="Short(TraceInstead, IReadOnlyList{string})"/>
    public static string Short(TraceStep step, IReadOnlyList<string> files) => Short(step.Kind, step.What, Place(step.Method, step.At, step.Callers, files));

    /// <summary>All of a step in one line: what it was, what it did, where it then stood.</summary>
    public static string All(TraceRun run, TraceStep step, IReadOnlyList<string> files)
    {
        var text = new StringBuilder(Began(step, files));
        TraceDeedKind? before = null;
        foreach (TraceDeed deed in step.Deeds)
        {
            // Those that began one after the other are told together.
            text.Append(deed.Kind == TraceDeedKind.Began && before == TraceDeedKind.Began && deed.Lane is { } lane ? $", {run.Lanes[lane].Name}" : $"; {Deed(run, step, deed)}");
            before = deed.Kind;
        }

        return Then(step, files) is { Length: > 0 } then ? text.Append("; ").Append(then).ToString() : text.ToString();
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
    public static string Then(TraceStep step, IReadOnlyList<string> files)
    {
        if (step.Awaits is null || IsOnlyDue(step))
        {
            return "";
        }

        bool isSame = step.ThenMethod is null || (step.ThenMethod == step.Method && step.ThenCallers.SequenceEqual(step.Callers));
        string where = isSame ? At(step.Then, files) is { Length: > 0 } at ? $" ({at})" : "" : $" in {Place(step.ThenMethod, step.Then, step.ThenCallers, files)}";
        return $"awaits {step.Awaits}{where}";
    }

    /// <summary>"Cache.cs:57", or nothing.</summary>
    public static string At(TracePlace? place, IReadOnlyList<string> files) => place is null ? "" : new SourceLine(files[place.File], place.Line).ToString();

    // The innermost method, and the one that awaits it: the first may be a helper that many use, the second says in whose service. "Save (Store.cs:19) in Deposit (Account.cs:14)".
    private static string Place(string? method, TracePlace? at, IReadOnlyList<TraceFrame> callers, IReadOnlyList<string> files) =>
        (method is null ? At(at, files) : Frame(method, at, files)) + (callers is [var caller, ..] ? $" in {Frame(caller.Method, caller.At, files)}" : "");

    private static string Frame(string method, TracePlace? at, IReadOnlyList<string> files) => $"{Last(method)}{(at is null ? "" : $" ({At(at, files)})")}";

    // The file says whose it is, and a long name is told by its end: a local function's begins with those around it.
    private static string Last(string method)
    {
        string last = method[(method.LastIndexOf('.') + 1)..];
        return last.Length <= LongestMethod ? last : $"{last[..(LongestMethod - 1)]}…";
    }

    private static string Began(TraceStepKind kind, string? what, string place) => kind switch
    {
        TraceStepKind.Resume when what is null => place.Length == 0 ? "went on" : $"resumed {place}",
        TraceStepKind.Start => place.Length == 0 ? "started" : $"started {place}",
        _ => Short(kind, what, place),
    };

    private static string Short(TraceStepKind kind, string? what, string place) =>
        kind is TraceStepKind.Resume or TraceStepKind.Start && what is null ? place.Length == 0 ? "went on" : place
        : $"{what ?? "a callback"}{(place.Length == 0 ? "" : $", {place}")}";
}
