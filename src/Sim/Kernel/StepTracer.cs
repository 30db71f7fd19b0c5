using SimAsync.Scheduler;

namespace SimAsync.Kernel;

/// <summary>
/// Follows a run for a person: whose each step was, where it went on and where it stood afterwards, which step made it ready, and what would have gone in order. It only looks: the run is the same
/// without it. Plain async methods are known by the framework's own objects, so what those do not tell is not told.
/// </summary>
internal sealed class StepTracer(SimLoop loop)
{
    // A method's name that is longer is cut: it is a table's column.
    private const int LongestName = 30;

    // Where others than the step's own lane stand is looked at as long as they are so few: each look costs some microseconds.
    private const int FewLanes = 64;

    private readonly List<TracedLane> lanes = [];
    private readonly List<TracedStep> steps = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly List<PassedOver> passedOver = [];
    private readonly Dictionary<object, TracedLane> laneOf = new(ReferenceEqualityComparer.Instance);

    // What is ready, in order, and the step that made it so; 0 for a timer.
    private readonly List<(object Work, object? Argument, long By)> ready = [];
    private TracedLane? nobody;
    private TracedStep? current;
    private int blocked;

    public IReadOnlyList<TracedLane> Lanes => lanes;

    public IReadOnlyList<TracedStep> Steps => steps;

    /// <summary>Whether main has ended: what comes after is not followed.</summary>
    public bool IsOver { get; private set; }

    /// <summary>How many events, log entries and warnings there were when main had ended.</summary>
    public (int Events, int Entries, int Warnings) UntilEnd { get; private set; }

    /// <summary>Main has ended, or the run cannot go on. More than once is no error.</summary>
    public void Close()
    {
        if (!IsOver)
        {
            (IsOver, UntilEnd) = (true, (loop.Trace!.Count, loop.Log?.Count ?? 0, loop.Warnings.All.Count));
        }
    }

    /// <summary>A task of the simulation's has been made.</summary>
    public void Made(ITaskIdentity task)
    {
        if (!IsOver)
        {
            Add(task, new TracedLane(lanes.Count, task.Path.ToString(), NameFor(task.Label), current?.Lane, current?.Number) { Task = task });
        }
    }

    /// <summary>The step's method runs what has this name. The task that begins in the step is called by it.</summary>
    public void Runs(string what)
    {
        if (!IsOver && current is { Subject.Act: StepAct.Start, Lane: { Task: not null, Runs: null } lane })
        {
            lane.Runs = lane.Name == what ? what : NameFor(what);
        }
    }

    /// <summary>A step is about to run; it is ready no longer.</summary>
    /// <param name="step">The step.</param>
    /// <param name="isOutOfOrder">Whether the first of those that are left would have gone in order.</param>
    /// <param name="left">The other steps that are ready.</param>
    public void Begin(in Step step, bool isOutOfOrder, ReadOnlySpan<Step> left)
    {
        if (IsOver)
        {
            return;
        }

        long by = Taken(in step);
        Note(left, 0);
        StepSubject subject = SubjectOf(in step);
        TracedStep? wokenBy = by == 0 ? null : steps[(int)by - 1];
        TracedLane lane = LaneOf(subject, wokenBy, loop.Steps);
        current = new TracedStep(loop.Steps, loop.Ticks, WithCallers(subject, lane), lane, left.Length + 1) { WokenBy = wokenBy?.Number };
        for (int i = 0; i < passedOver.Count; i++)
        {
            if (passedOver[i].Is(in step))
            {
                passedOver[i].RanAs = current.Number;
                passedOver.RemoveAt(i--);
            }
        }

        if (isOutOfOrder && left.Length > 0)
        {
            StepSubject first = SubjectOf(in left[0]);
            TracedLane firstLane = LaneOf(first, By(in left[0]), null);
            current.InsteadOf = new PassedOver(WithCallers(first, firstLane), firstLane, left[0].Work, left[0].Argument);
            passedOver.Add(current.InsteadOf);
        }

        blocked = loop.Blocked.Count;
        steps.Add(current);
    }

    /// <summary>The step has ended, or has blocked, and all that belongs to it is done.</summary>
    /// <param name="left">The steps that are ready.</param>
    public void End(ReadOnlySpan<Step> left)
    {
        if (IsOver || current is not { } step)
        {
            return;
        }

        Note(left, step.Number);
        FindBegun(step);
        if (lanes.Count <= FewLanes)
        {
            foreach (TracedLane lane in lanes)
            {
                if (lane != step.Lane)
                {
                    Look(step, lane);
                }
            }
        }

        Look(step, step.Lane);
        if (loop.Blocked.Count > blocked && loop.Blocked[^1] is { Call.IsHarness: false } stopped)
        {
            step.Then = step.Lane.Stands = new Standing(
                $"{stopped.Call.Name}, blocking its thread", stopped.Call.Method is { } method ? [new StandingFrame(method, stopped.Call.At)] : []);
        }

        current = null;
    }

    private static StepSubject SubjectOf(in Step step) => ((IWork)step.Work).Subject(step.Argument);

    // Who awaits the method that is about to go on.
    private StepSubject WithCallers(StepSubject subject, TracedLane lane)
    {
        if (subject.Act is not (StepAct.Resume or StepAct.Timer) || StandingOf(lane) is not { Frames: var frames })
        {
            return subject;
        }

        for (int i = 0; i < frames.Count; i++)
        {
            if (frames[i].Method == subject.Method && frames[i].At == subject.At)
            {
                return subject with { Callers = [.. frames.Skip(i + 1)] };
            }
        }

        return subject;
    }

    // Of what is ready, the step that goes now is taken out: the step that made it ready, or 0.
    private long Taken(in Step step)
    {
        int at = IndexOf(step);
        if (at < 0)
        {
            return 0;
        }

        long by = ready[at].By;
        ready.RemoveAt(at);
        return by;
    }

    private int IndexOf(Step step) => ready.FindIndex(one => ReferenceEquals(one.Work, step.Work) && ReferenceEquals(one.Argument, step.Argument));

    // What is there is in its old order, less what was withdrawn; what is new stands behind it.
    private void Note(ReadOnlySpan<Step> left, long by)
    {
        int kept = 0;
        int at = 0;
        for (int i = 0; i < ready.Count && at < left.Length; i++)
        {
            if (ReferenceEquals(ready[i].Work, left[at].Work) && ReferenceEquals(ready[i].Argument, left[at].Argument))
            {
                ready[kept++] = ready[i];
                at++;
            }
        }

        ready.RemoveRange(kept, ready.Count - kept);
        for (; at < left.Length; at++)
        {
            ready.Add((left[at].Work, left[at].Argument, by));
        }
    }

    private TracedStep? By(in Step step) => IndexOf(step) is >= 0 and var at && ready[at].By is not 0 and var by ? steps[(int)by - 1] : null;

    private TracedLane LaneOf(StepSubject subject, TracedStep? madeBy, long? begun)
    {
        if (subject.Lane is not { } key)
        {
            return nobody ??= AddLane(new TracedLane(lanes.Count, "-", NameFor("callbacks"), null, null) { IsNobodys = true });
        }

        if (laneOf.TryGetValue(key, out TracedLane? lane))
        {
            lane.Begun ??= begun;
            return lane;
        }

        return Add(key, NewLane(subject.Method ?? subject.What ?? "work", madeBy?.Lane ?? lanes.FirstOrDefault(), begun, key as Task));
    }

    // The plain async methods that began in the step. One that another awaits is no lane of its own: it goes on in that one's place.
    private void FindBegun(TracedStep step)
    {
        IReadOnlyList<Task> begun = loop.Edge?.Begun() ?? [];
        if (begun.Count == 0)
        {
            return;
        }

        var awaitedBy = new Dictionary<object, object>(ReferenceEqualityComparer.Instance);
        foreach (Task task in begun)
        {
            if (SuspendedMethod.Of(task)?.Awaited is { } awaited)
            {
                awaitedBy[awaited] = task;
            }
        }

        foreach (TracedLane lane in lanes.Count <= FewLanes ? lanes : [step.Lane])
        {
            for (SuspendedMethod? at = OuterOf(lane); at?.Awaited is { } awaited; at = Next(at, lane))
            {
                awaitedBy.TryAdd(awaited, lane);
            }
        }

        foreach (Task task in begun)
        {
            if (!laneOf.ContainsKey(task))
            {
                Place(task, awaitedBy, step);
            }
        }
    }

    private void Place(Task task, Dictionary<object, object> awaitedBy, TracedStep step)
    {
        object top = task;
        for (int depth = 0; depth < 1000 && awaitedBy.TryGetValue(top, out object? outer); depth++)
        {
            if (outer is TracedLane lane)
            {
                laneOf[task] = lane;
                return;
            }

            top = outer;
        }

        if (laneOf.TryGetValue(top, out TracedLane? known))
        {
            laneOf[task] = known;
            return;
        }

        // What main blocks for is main. What a work item has begun is that work item's going on.
        string method = Continuations.MachineOf(top) is { } machine ? Continuations.Method(machine) : "work";
        if (ReferenceEquals(top, loop.TestMethod) || (step.Lane is { Task: null, Box: null, IsNobodys: false } && step.Subject is { Act: StepAct.Start, Method: var started } && started == method))
        {
            TracedLane lane = ReferenceEquals(top, loop.TestMethod) ? lanes[0] : step.Lane;
            lane.Box ??= (Task)top;
            laneOf[top] = lane;
        }
        else
        {
            Add(top, NewLane(method, step.Lane, step.Number, (Task)top));
        }

        laneOf[task] = laneOf[top];
    }

    // Where a lane stands now. If it went on in another's step, that is told.
    private void Look(TracedStep step, TracedLane lane)
    {
        if (lane.IsNobodys || lane.Ended is not null || (lane is { Begun: null, Task: null }))
        {
            return;
        }

        Standing? stands = StandingOf(lane);
        bool isOwn = lane == step.Lane;
        bool began = lane.Begun == step.Number;
        bool moved = stands is null ? lane.Stands is not null : !stands.IsSameAs(lane.Stands);
        lane.Stands = stands;
        if (stands is null && Outcome(lane) is { } outcome)
        {
            (lane.Ended, lane.Outcome) = (step.Number, outcome);
        }

        if (isOwn)
        {
            step.Then = stands;
        }
        else if (moved && (began || stands is not null || lane.Ended is not null))
        {
            step.Others.Add((lane, stands));
        }
    }

    private Standing? StandingOf(TracedLane lane)
    {
        SuspendedMethod? outer = OuterOf(lane);
        if (outer is null)
        {
            return lane.Task?.Stands();
        }

        var frames = new List<StandingFrame>();
        SuspendedMethod inner = outer;
        for (SuspendedMethod? at = outer; at is not null; at = Next(at, lane))
        {
            inner = at;
            if (!at.IsFrameworks)
            {
                frames.Insert(0, new StandingFrame(at.Method, at.At));
            }
        }

        // Of a task's coroutine, which is the outermost of them, the coroutines that await it stand around.
        if (lane is { Box: null, Task: { } task } && task.Stands() is { Frames: var around })
        {
            frames.AddRange(frames.Count > 0 && around.Count > 0 && frames[^1] == around[0] ? around.Skip(1) : around);
        }

        return new Standing(inner.IsLetGo ? "its turn" : inner.Awaits, frames);
    }

    private static SuspendedMethod? OuterOf(TracedLane lane) => lane.Box is { } box ? SuspendedMethod.Of(box) : lane.Task?.Plain;

    private SuspendedMethod? Next(SuspendedMethod outer, TracedLane lane) =>
        outer.Awaited is Task task && (!laneOf.TryGetValue(task, out TracedLane? own) || own == lane) ? SuspendedMethod.Of(task) : null;

    private static string? Outcome(TracedLane lane) => lane switch
    {
        { Task: { } task } => task.Outcome,
        { Box: { IsCompleted: true } box } => box.IsCanceled ? "cancelled" : box.Exception?.InnerException is { } error ? $"{error.GetType().Name}: {error.Message}" : "done",
        { Box: null } => "done", // A work item without an async method: one step.
        _ => null,
    };

    private TracedLane NewLane(string method, TracedLane? parent, long? begun, Task? box)
    {
        string name = method[(method.LastIndexOf('.') + 1)..];
        name = name.Length <= LongestName ? name : $"{name[..(LongestName - 1)]}…";
        return new(lanes.Count, parent?.NextPath() ?? "-", NameFor(name), parent, begun) { Box = box is not null && Continuations.MachineOf(box) is not null ? box : null };
    }

    private TracedLane Add(object key, TracedLane lane)
    {
        laneOf[key] = lane;
        return AddLane(lane);
    }

    private TracedLane AddLane(TracedLane lane)
    {
        lanes.Add(lane);
        return lane;
    }

    private string NameFor(string name)
    {
        string unique = name;
        for (int i = 2; !names.Add(unique); i++)
        {
            unique = $"{name} #{i}";
        }

        return unique;
    }
}
