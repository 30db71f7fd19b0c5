using System.Globalization;
using SimAsync.Kernel;

namespace SimAsync.Traces;

/// <summary>What the forms for people call the steps and places of a trace.</summary>
/// <param name="document">The trace.</param>
internal sealed class TraceNames(TraceDocument document)
{
    private readonly string[] files = Shorten(document.Files);
    private readonly Dictionary<TracePlace, string> code = document.Code
        .DistinctBy(static line => (line.File, line.Line))
        .ToDictionary(static line => new TracePlace(line.File, line.Line), static line => line.Text);

    /// <summary>"Cache.cs:57"; with folders before it where files of several folders have the name.</summary>
    public string? Place(TracePlace? place) => place is null ? null : string.Create(CultureInfo.InvariantCulture, $"{files[place.File]}:{place.Line}");

    /// <summary>"/src/Cache.cs:57": as the compiler wrote it.</summary>
    public string? FullPlace(TracePlace? place) => place is null ? null : string.Create(CultureInfo.InvariantCulture, $"{document.Files[place.File]}:{place.Line}");

    /// <summary>What stands at a place, if that is known.</summary>
    public string? Code(TracePlace place) => code.GetValueOrDefault(place);

    /// <summary>Who or what had the step, and where, as short as can be: "Refill Cache.cs:57".</summary>
    public string Label(TraceStep step) => Label(step.Kind, step.Method, step.What, step.At);

    /// <summary>Likewise, of a step that was passed over.</summary>
    public string Label(TraceInstead step) => Label(step.Kind, step.Method, step.What, step.At);

    /// <summary>"resumes Refill at Cache.cs:57".</summary>
    public string Does(TraceStep step) => Does(step.Kind, step.Method, step.What, step.At);

    /// <summary>Likewise, of a step that was passed over.</summary>
    public string Does(TraceInstead step) => Does(step.Kind, step.Method, step.What, step.At);

    /// <summary>"awaits Task.Delay at Cache.cs:61": where the step left its method; null if it did not wait.</summary>
    public string? Awaits(TraceStep step)
    {
        if (step.Awaits is null && step.Then is null)
        {
            return null;
        }

        string method = step.ThenMethod is { } then && then != step.Method ? $" in {then}" : "";
        string place = Place(step.Then) is { } at ? $" at {at}" : "";
        return $"awaits{(step.Awaits is null ? "" : " ")}{step.Awaits}{method}{place}";
    }

    /// <summary>"main waits for Lock 'db', held by Refill, in Evict at Cache.cs:31, since step 7".</summary>
    public string Waits(TraceWait wait) => $"{wait.Who} {WaitsFor(wait)}";

    /// <summary>Likewise, without who.</summary>
    public string WaitsFor(TraceWait wait)
    {
        string held = wait.HeldBy.Count > 0 ? $", held by {string.Join(", ", wait.HeldBy)}" : "";
        string where = $"{(wait.Method is null ? "" : $" in {wait.Method}")}{(Place(wait.At) is { } at ? $" at {at}" : "")}";
        string since = wait.Since is { } step ? string.Create(CultureInfo.InvariantCulture, $", since step {step}") : "";
        return $"waits for {wait.For}{held}{(where.Length == 0 ? "" : ",")}{where}{since}";
    }

    /// <summary>What was done, in words; of what was logged, with its level and category.</summary>
    public static string Deed(TraceDeed deed) => deed.Kind switch
    {
        TraceDeedKind.Logged => $"{deed.Level ?? "log"}{(deed.Category is null ? "" : " ")}{deed.Category}: {deed.Text}",
        TraceDeedKind.Warned => $"warning: {deed.Text}",
        _ => deed.Text,
    };

    /// <summary>"Pay resumes Pay at Checkout.cs:57 (ran as step 5)": what in-order scheduling would have run in a step's place.</summary>
    public string Instead(TraceRun run, TraceInstead step)
    {
        string ran = step.RanAs is { } number ? string.Create(CultureInfo.InvariantCulture, $"ran as step {number}") : "never ran";
        return $"{run.Lanes[step.Lane].Name}: {Does(step)} ({ran})";
    }

    /// <summary>Virtual time: "1.5 s".</summary>
    public static string Time(long ticks) => Describe.Time(TimeSpan.FromTicks(ticks));

    private string Label(TraceStepKind kind, string? method, string? what, TracePlace? at)
    {
        string place = Place(at) is { } found ? $" {found}" : "";
        return $"{(kind is TraceStepKind.Start or TraceStepKind.Resume ? method ?? what : what ?? method) ?? Word(kind)}{place}";
    }

    private string Does(TraceStepKind kind, string? method, string? what, TracePlace? at)
    {
        string place = Place(at) is { } found ? $" at {found}" : "";
        return kind is TraceStepKind.Start or TraceStepKind.Resume
            ? $"{(kind == TraceStepKind.Start ? "starts" : "resumes")}{(method ?? what) switch { { } name => $" {name}", null => "" }}{place}"
            : $"{what ?? Word(kind)}{(method is null ? "" : $" in {method}")}{place}";
    }

    private static string Word(TraceStepKind kind) => kind switch
    {
        TraceStepKind.Start => "start",
        TraceStepKind.Resume => "resumption",
        TraceStepKind.Timer => "timer",
        TraceStepKind.Callback => "callback",
        _ => "bookkeeping",
    };

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
