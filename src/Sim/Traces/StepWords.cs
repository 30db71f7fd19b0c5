using System.Text;

namespace SimAsync.Traces;

/// <summary>Says what a step did, in the words of every form that is text.</summary>
internal static class StepWords
{
    // A method's name that is longer is told by its last part.
    private const int LongName = 40;

    /// <summary>A lane by its path and name; the path alone says it where both are the same.</summary>
    public static string Who(TraceRun run, int lane)
    {
        TraceLane one = run.Lanes[lane];
        return one.Kind == TraceLaneKind.Callbacks ? one.Name : $"{one.Path} {one.Name}";
    }

    /// <summary>In brackets, where a step went on: <c> (Refill at Cache.cs:57)</c>; empty if that is not known.</summary>
    public static string Where(TraceStep step, IReadOnlyList<string> files) => Where(step.Kind, step.Method, step.At, step.What, files);

    /// <inheritdoc cref="Where(TraceStep, IReadOnlyList{string})"/>
    public static string Where(TraceInstead instead, IReadOnlyList<string> files) => Where(instead.Kind, instead.Method, instead.At, instead.What, files);

    /// <summary>What a step was: "resumed Cache.Refill at Cache.cs:57".</summary>
    public static string Began(TraceStepKind kind, string? method, TracePlace? at, string? what, IReadOnlyList<string> files)
    {
        string where = $"{(method is null ? "" : $" {Short(method)}")}{At(at, files)}";
        return kind switch
        {
            TraceStepKind.Resume => what is null ? where.Length == 0 ? "went on" : $"resumed{where}" : $"{what}{(where.Length == 0 ? "" : $", in{where}")}",
            TraceStepKind.Start => where.Length == 0 ? "started" : $"started{where}",
            TraceStepKind.Timer => $"{what ?? "timer"}{(where.Length == 0 ? "" : $" of{where}")}",
            _ => $"{what ?? "callback"}{At(at, files)}",
        };
    }

    /// <summary>All of a step in one line: what it was, what it did, where it then stood.</summary>
    public static string All(TraceRun run, TraceStep step, IReadOnlyList<string> files)
    {
        var text = new StringBuilder(Began(step.Kind, step.Method, step.At, step.What, files));
        TraceDeedKind? before = null;
        foreach (TraceDeed deed in step.Deeds)
        {
            // Those that began one after the other are told together.
            text.Append(deed.Kind == TraceDeedKind.Began && before == TraceDeedKind.Began && deed.Lane is { } lane ? $", {run.Lanes[lane].Name}" : $"; {Deed(run, step, deed)}");
            before = deed.Kind;
        }

        return text.Append(Then(step, files)).ToString();
    }

    /// <summary>What was done within a step.</summary>
    public static string Deed(TraceRun run, TraceStep step, TraceDeed deed) => deed.Kind switch
    {
        TraceDeedKind.Ended when deed.Lane == step.Lane => $"ended: {run.Lanes[step.Lane].Outcome ?? deed.Text}",
        TraceDeedKind.Logged => $"logged \"{deed.Text}\"",
        TraceDeedKind.Warned => $"warning: {deed.Text}",
        _ => deed.Text,
    };

    /// <summary>Where a step then stood: "; awaits Lock 'db' at Cache.cs:60". Empty if it did not wait.</summary>
    public static string Then(TraceStep step, IReadOnlyList<string> files)
    {
        // Who waits for a timer that is due waits on until a step of its own.
        if (step.Awaits is null || (step.Kind == TraceStepKind.Timer && step.Then == step.At && step.ThenMethod == step.Method))
        {
            return "";
        }

        string method = step.ThenMethod is null || step.ThenMethod == step.Method ? "" : $" in {Short(step.ThenMethod)}";
        return $"; awaits {step.Awaits}{method}{At(step.Then, files)}";
    }

    /// <summary>" at Cache.cs:57", or nothing.</summary>
    public static string At(TracePlace? place, IReadOnlyList<string> files) => place is null ? "" : $" at {new SourceLine(files[place.File], place.Line)}";

    /// <summary>A method's name, by its last part if it is long: a local function's is preceded by those around it.</summary>
    public static string Short(string method)
    {
        if (method.Length <= LongName)
        {
            return method;
        }

        string last = method[(method.LastIndexOf('.') + 1)..];
        return last.Length <= LongName ? last : $"{last[..(LongName - 1)]}…";
    }

    private static string Where(TraceStepKind kind, string? method, TracePlace? at, string? what, IReadOnlyList<string> files)
    {
        string where = $"{(method is null ? "" : Short(method))}{At(at, files)}".Trim();
        return kind is TraceStepKind.Resume or TraceStepKind.Start
            ? where.Length == 0 ? "" : $" ({where})"
            : $" ({what ?? "callback"}{(where.Length == 0 ? "" : $", {where}")})";
    }
}
