using SimAsync.Traces;

namespace SimAsync.Exploration;

/// <summary>Makes a trace of a run that was followed, and of the nearest that passes beside it.</summary>
internal static class TraceMaker
{
    /// <param name="report">The run; it has a trace.</param>
    /// <param name="title">What was run, or null.</param>
    public static TraceDocument Of(RunReport report, string? title = null)
    {
        var places = new PlaceTable();
        return Make(places, title, null, RunMaker.Of(report, places));
    }

    /// <param name="failure">The failure.</param>
    /// <param name="title">What was run, or null.</param>
    /// <param name="replay">The command that plays it again; null for the library's own.</param>
    public static TraceDocument Of(SimulationFailure failure, string? title, string? replay)
    {
        var places = new PlaceTable();
        TraceRun failing = RunMaker.Of(failure.Report, places);
        TraceRun? passing = failure.Passing is { } nearest ? RunMaker.Of(nearest, places) : null;
        TraceFork? fork = passing is null ? null : TraceFork.Of(failing, passing, places.Files);
        var told = new TraceFailure(
            failure.Exception.GetType().FullName!, failure.Exception.Message, failure.Finding.TrimEnd(), failure.ReplayCode, replay ?? failure.Replay, fork?.Agree, fork?.Why ?? (failure.IsExplained ? TraceFork.Unknown(failing) : null));
        return passing is null ? Make(places, title, told, failing) : Make(places, title, told, failing, passing);
    }

    private static TraceDocument Make(PlaceTable places, string? title, TraceFailure? failure, params TraceRun[] runs) =>
        new() { Title = title, Failure = failure, Runs = runs, Files = places.Files, Code = places.Code() };
}
