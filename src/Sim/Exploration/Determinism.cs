using SimAsync.Kernel;

namespace SimAsync.Exploration;

/// <summary>Makes a run a second time, with the same choices, and finds the first step at which it is another.</summary>
/// <remarks>
/// Of each step a mark is kept: whose it is, how many were ready, at what time. To tell what the steps were, runs are made again with a trace until
/// each of the two has been seen again, or has not in a few attempts; then its step is told by its owner's name.
/// </remarks>
internal static class Determinism
{
    private const int TracedRuns = 3;
    private const int AgreeingSteps = 3;

    public static bool Samples(ExploreOptions options, int run) =>
        options.DeterminismSample > 0 && !options.ForeignThreads && run % options.DeterminismSample == 0;

    /// <summary>Null if the run is the same the second time, or cannot be compared; otherwise a traced run that has the error.</summary>
    public static RunReport? Compare(Func<Coroutine<object?>> test, ExploreOptions options, RunReport first, ulong seed)
    {
        RunReport Again(bool trace) => RunEngine.Run(
            test, options, (first.Recording!.InPasses ? Strategy.InOrder : Strategy.Guided(first.Recording.Deviations)).Search(), seed, 0, trace);

        if (!IsComparable(first))
        {
            return null;
        }

        RunReport second = Again(trace: false);
        if (!IsComparable(second) || second.Recording!.HoldsPoolWaits != first.Recording!.HoldsPoolWaits)
        {
            return null;
        }

        int at = FirstDifference(first.Marks!, second.Marks!);
        if (at < 0 && second.Exception is null)
        {
            return null;
        }

        at = at < 0 ? first.Marks!.Count : at;
        var sides = new Sides(first, second, at);
        RunReport shown = Again(trace: true);
        sides.See(shown);
        for (int i = 1; i < TracedRuns && !sides.AreSeen; i++)
        {
            sides.See(Again(trace: true));
        }

        shown.Exception = new NondeterminismException(
            sides.Time, at + 1, sides.First, sides.Second, sides.Before, options.TestAssembly is null ? [] : Interop.RealWorldReads.In(options.TestAssembly), second.Exception);
        return shown;
    }

    public static SimulationFailure Fail(RunReport report, ExploreOptions options, int run) => new(report)
    {
        Run = run + 1,
        Runs = options.Runs,
        DeviationsFound = report.Deviations,
        Strategy = options.Strategy.Name,
        Seed = options.Seed,
        IsReproducible = false,
        Suspects = ((NondeterminismException)report.Exception!).Suspects,
    };

    private static bool IsComparable(RunReport report) => report.IsReproducible && report.Marks is not null && report.Timeouts == Timeouts.Exact;

    // The number of the first step, from 0, that is not the same, or that only one of them has; -1 if there is none.
    private static int FirstDifference(IReadOnlyList<StepMark> first, IReadOnlyList<StepMark> second)
    {
        int common = Math.Min(first.Count, second.Count);
        for (int i = 0; i < common; i++)
        {
            if (first[i] != second[i])
            {
                return i;
            }
        }

        return first.Count == second.Count ? -1 : common;
    }

    // What the step at which two runs part was in each.
    private sealed class Sides(RunReport first, RunReport second, int at)
    {
        private readonly Dictionary<ulong, string> names = [];
        private string? firstText;
        private string? secondText;

        public bool AreSeen => firstText is not null && secondText is not null;

        public TimeSpan Time => new(Math.Min(TicksOf(first), TicksOf(second)));

        public string First => Told(first, firstText);

        public string Second => Told(second, secondText);

        public IReadOnlyList<string> Before { get; private set; } = [];

        public void See(RunReport traced)
        {
            TraceEvent.StepRun[] steps = [.. traced.Trace.OfType<TraceEvent.StepRun>()];
            IReadOnlyList<StepMark> marks = traced.Marks!;
            int count = Math.Min(steps.Length, marks.Count);
            for (int i = 0; i < count; i++)
            {
                names.TryAdd(marks[i].Owner, steps[i].Who.Split(" starts ")[0].Split(" resumes ")[0].Split(" at ")[0]);
            }

            int common = FirstDifference(first.Marks!, marks) is var same and >= 0 ? same : count;
            if (common >= at && count >= at)
            {
                Before = [.. steps.Take(at).TakeLast(AgreeingSteps).Select(static step => step.ToString())];
            }

            if (at < count)
            {
                firstText ??= at < first.Marks!.Count && marks[at] == first.Marks[at] ? steps[at].Who : null;
                secondText ??= at < second.Marks!.Count && marks[at] == second.Marks[at] ? steps[at].Who : null;
            }
        }

        private long TicksOf(RunReport report) => at < report.Marks!.Count ? report.Marks[at].Ticks : report.Time.Ticks;

        private string Told(RunReport report, string? text)
        {
            if (at >= report.Marks!.Count)
            {
                return report.Exception is { } exception
                    ? $"the run had failed: {exception.GetType().Name}: {exception.Message}"
                    : $"the run had ended, at {Describe.Time(report.Time)}";
            }

            StepMark mark = report.Marks[at];
            return $"{text ?? (names.TryGetValue(mark.Owner, out string? name) ? $"a step of {name}" : "a step that no run had again")},"
                + $" at {Describe.Time(mark.Ticks)}, one of {mark.Count} ready";
        }
    }
}
