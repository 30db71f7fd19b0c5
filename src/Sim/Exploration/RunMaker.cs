using SimAsync.Kernel;
using SimAsync.Traces;

namespace SimAsync.Exploration;

/// <summary>Puts what was kept of one run together: its steps, what was done in each, what was logged and warned of.</summary>
internal sealed class RunMaker
{
    private const int MostCallers = 8;

    private readonly RunReport report;
    private readonly PlaceTable places;
    private readonly StepTracer tracer;
    private readonly Dictionary<string, int> laneOfPath = new(StringComparer.Ordinal);
    private readonly Dictionary<long, List<TraceDeed>> deeds = [];

    private RunMaker(RunReport report, PlaceTable places)
    {
        (this.report, this.places) = (report, places);
        tracer = report.Tracer ?? throw new InvalidOperationException("The run was made without a trace: set RunOptions.Trace.");
        foreach (TracedLane lane in tracer.Lanes)
        {
            laneOfPath.TryAdd(lane.Path, lane.Index);
        }
    }

    public static TraceRun Of(RunReport report, PlaceTable places) => new RunMaker(report, places).Make();

    private TraceRun Make()
    {
        foreach (TraceEvent one in report.Trace.Take(tracer.UntilEnd.Events))
        {
            if (DeedOf(one) is { } deed)
            {
                Add(one.Step, deed);
            }
        }

        // Of plain methods no event tells, but when they are first and last seen.
        TracedLane[] plain = [.. tracer.Lanes.Where(static lane => lane is { Task: null, IsNobodys: false })];
        foreach (TracedLane lane in plain)
        {
            if (lane.Begun is { } begun && tracer.Steps[(int)begun - 1].Lane != lane)
            {
                Add(begun, new TraceDeed { Kind = TraceDeedKind.Began, Text = $"began {lane.Name}", Lane = lane.Index });
            }
        }

        foreach (TracedStep step in tracer.Steps)
        {
            foreach ((TracedLane lane, Standing? then) in step.Others.Where(other => other.Lane.Begun != step.Number && other.Lane.Task is null))
            {
                Add(step.Number, new TraceDeed { Kind = TraceDeedKind.Ran, Text = $"let {lane.Name} go on{(then is null ? "" : $" to {Told(then)}")}", Lane = lane.Index });
            }
        }

        foreach (TracedLane lane in plain)
        {
            if (lane.Ended is { } ended)
            {
                Add(ended, new TraceDeed { Kind = TraceDeedKind.Ended, Text = $"{lane.Name} ended: {lane.Outcome}", Lane = lane.Index });
            }
        }

        foreach (SimLogEntry entry in report.Log.Take(tracer.UntilEnd.Entries))
        {
            Add(entry.Step, new TraceDeed
            {
                Kind = TraceDeedKind.Logged,
                Text = entry.Exception is { } exception ? $"{entry.Message} ({exception.GetType().Name}: {exception.Message})" : entry.Message,
                Level = entry.Level.ToString(),
                Category = entry.Category,
            });
        }

        foreach (SimWarning warning in report.Warnings.Take(tracer.UntilEnd.Warnings))
        {
            Add(warning.Step, new TraceDeed { Kind = TraceDeedKind.Warned, Text = warning.Message });
        }

        return new TraceRun
        {
            Failed = report.Exception is not null,
            Outcome = report.Exception is { } error ? OneLine($"{error.GetType().Name}: {error.Message}") : "passed",
            Ticks = report.Time.Ticks,
            Lanes = [.. tracer.Lanes.Select(LaneOf)],
            Steps = [.. tracer.Steps.Select(StepOf)],
            Waits = report.Exception is SimulationException simulation ? [.. simulation.Waits.Select(WaitOf)] : [],
        };
    }

    private TraceDeed? DeedOf(TraceEvent one) => one switch
    {
        TraceEvent.TaskCreated made => new TraceDeed { Kind = TraceDeedKind.Began, Text = $"began {NameOf(made.Who)}", Lane = PathOf(made.Who) },
        TraceEvent.TaskEnded ended => new TraceDeed { Kind = TraceDeedKind.Ended, Text = $"{NameOf(ended.Who)} ended: {ended.Outcome}", Lane = PathOf(ended.Who) },
        TraceEvent.CancelRequested asked => new TraceDeed
        {
            Kind = TraceDeedKind.Cancelled,
            Text = $"cancelled {NameOf(asked.Who)}{(asked.Message is null ? "" : $": {asked.Message}")}",
            Lane = PathOf(asked.Who),
        },
        TraceEvent.Used used => new TraceDeed { Kind = used.LetsGo ? TraceDeedKind.Released : TraceDeedKind.Took, Text = used.What },
        TraceEvent.Noted noted => new TraceDeed { Kind = TraceDeedKind.Noted, Text = noted.What },
        TraceEvent.Injected injected => new TraceDeed { Kind = TraceDeedKind.Cancelled, Text = $"then the simulation cancelled {injected.Who}" },
        TraceEvent.Chosen chosen => new TraceDeed { Kind = TraceDeedKind.Chose, Text = $"chose {chosen.Answer} of {chosen.Count} for {chosen.Label}" },
        _ => null,
    };

    private void Add(long step, TraceDeed deed)
    {
        deed = deed with { Text = OneLine(deed.Text) };
        if (!deeds.TryGetValue(step, out List<TraceDeed>? all))
        {
            deeds[step] = all = [];
        }

        all.Add(deed);
    }

    private TraceLane LaneOf(TracedLane lane) => new()
    {
        Path = lane.Path,
        Name = lane.Name,
        Kind = lane.IsNobodys ? TraceLaneKind.Callbacks : lane.Task is null ? TraceLaneKind.Method : TraceLaneKind.Task,
        Parent = lane.Parent?.Index,
        Begun = lane.Begun,
        Ended = lane.Ended,
        Outcome = lane.Outcome is { } outcome ? OneLine(outcome) : null,
    };

    private TraceStep StepOf(TracedStep step) => new()
    {
        Number = step.Number,
        Ticks = step.Ticks,
        Lane = step.Lane.Index,
        Kind = KindOf(step.Subject.Act),
        Method = step.Subject.Method,
        At = places.Of(step.Subject.At),
        What = step.Subject.What,
        Callers = FramesOf(step.Subject.Callers),
        Awaits = step.Then?.Awaits,
        ThenMethod = FirstOf(step)?.Method,
        Then = places.Of(FirstOf(step)?.At),
        ThenCallers = FramesOf(step.Then?.Frames.Skip(1)),
        Ready = step.Ready,
        WokenBy = step.WokenBy,
        InsteadOf = step.InsteadOf is not { } passed ? null : new TraceInstead
        {
            Lane = passed.Lane.Index,
            Kind = KindOf(passed.Subject.Act),
            Method = passed.Subject.Method,
            At = places.Of(passed.Subject.At),
            What = passed.Subject.What,
            Callers = FramesOf(passed.Subject.Callers),
            RanAs = passed.RanAs,
        },
        Deeds = deeds.TryGetValue(step.Number, out List<TraceDeed>? done) ? done : [],
    };

    private IReadOnlyList<TraceFrame> FramesOf(IEnumerable<StandingFrame>? frames) =>
        frames is null ? [] : [.. frames.Take(MostCallers).Select(frame => new TraceFrame(frame.Method, places.Of(frame.At)))];

    private static StandingFrame? FirstOf(TracedStep step) => step.Then is { Frames: [var first, ..] } ? first : null;

    private TraceWait WaitOf(SimWait wait) => new()
    {
        Lane = laneOfPath.TryGetValue(wait.Task, out int lane) ? lane : null,
        Who = $"{wait.Task} '{wait.Name}'",
        Text = wait.ToString(),
        For = wait.For,
        HeldBy = wait.HeldBy,
        Method = wait.Method,
        At = places.Of(wait.At),
        Since = wait.SinceStep,
    };

    // Of "root.1.2 'name'" the path, and by it the lane.
    private int? PathOf(string who) => laneOfPath.TryGetValue(who.Split(' ')[0], out int lane) ? lane : null;

    private string NameOf(string who) => PathOf(who) is { } lane ? tracer.Lanes[lane].Name : who;

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Told(Standing standing) => $"{standing.Awaits}{(standing.Frames is [{ At: { } at }, ..] ? $" at {at}" : "")}";

    private static TraceStepKind KindOf(StepAct act) => act switch
    {
        StepAct.Resume => TraceStepKind.Resume,
        StepAct.Start => TraceStepKind.Start,
        StepAct.Timer => TraceStepKind.Timer,
        StepAct.Bookkeeping => TraceStepKind.Bookkeeping,
        _ => TraceStepKind.Callback,
    };
}
