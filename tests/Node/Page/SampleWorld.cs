using SimAsync.Traces;

namespace SimAsync.Tests.Node.Page;

/// <summary>
/// A small scheduler with locks and virtual time, that writes down what it does: sample traces are of runs that hang together, whose wakings,
/// waits and deeds are consistent. Steps go first come, first served, but for given ones.
/// </summary>
/// <param name="deviations">From which steps on the next one that can goes out of order: the last of those that are ready goes, not the first.</param>
internal sealed class SampleWorld(params IEnumerable<long> deviations)
{
    private readonly List<SampleRoutine> tasks = [];
    private readonly List<TraceStep> steps = [];
    private readonly List<Ready> ready = [];
    private readonly List<(long Due, SampleRoutine Task)> timers = [];
    private readonly Dictionary<string, SampleRoutine?> owners = [];
    private readonly Dictionary<string, Queue<SampleRoutine>> queues = [];
    private readonly List<TraceDeed> deeds = [];
    private readonly Queue<long> deviations = new(deviations);
    private long now;
    private SampleRoutine? current;

    /// <summary>The step under way; 0 before the first.</summary>
    public long Number { get; private set; }

    /// <summary>The program's state, for its coroutines.</summary>
    public Dictionary<string, int> Values { get; } = [];

    /// <summary>Begins a coroutine, and gives its lane.</summary>
    public int Begin(string name, string method, int file, int line, IEnumerable<SampleAwait> code, TraceLaneKind kind = TraceLaneKind.Task)
    {
        string path = current is null ? "root" : $"{current.Path}{(kind == TraceLaneKind.Task ? "." : "/")}{++current.Children}";
        SampleRoutine task = new(tasks.Count, path, name, kind, current?.Lane, current is null ? null : Number, method, file, line, code.GetEnumerator());
        tasks.Add(task);
        if (current is not null)
        {
            Do(TraceDeedKind.Began, $"began {name}", task.Lane);
        }

        MakeReady(task);
        return task.Lane;
    }

    /// <summary>Notes a deed of the step under way.</summary>
    public void Do(TraceDeedKind kind, string text, int? lane = null) => deeds.Add(new TraceDeed { Kind = kind, Text = text, Lane = lane });

    /// <summary>Notes a line that was logged.</summary>
    public void Log(string level, string category, string text) => deeds.Add(new TraceDeed { Kind = TraceDeedKind.Logged, Text = text, Level = level, Category = category });

    /// <summary>Gives a lock back.</summary>
    public void Release(string name)
    {
        Do(TraceDeedKind.Released, $"released Lock '{name}'");
        owners[name] = null;
        if (queues.TryGetValue(name, out Queue<SampleRoutine>? queue) && queue.TryDequeue(out SampleRoutine? next))
        {
            owners[name] = next;
            MakeReady(next);
        }
    }

    /// <summary>Asks a coroutine to end, if it waits for time: it is given the next step in which it is not ended.</summary>
    public void Cancel(int lane)
    {
        SampleRoutine task = tasks[lane];
        int timer = timers.FindIndex(each => each.Task == task);
        if (timer >= 0)
        {
            timers.RemoveAt(timer);
            task.Cancelled = true;
            Do(TraceDeedKind.Cancelled, $"cancelled {task.Name}", lane);
            MakeReady(task);
        }
    }

    /// <summary>Whether a coroutine has ended.</summary>
    public bool HasEnded(int lane) => tasks[lane].Ended is not null;

    /// <summary>Runs until the first coroutine has ended, or nothing can go on.</summary>
    /// <param name="failed">Whether the run fails at its end.</param>
    /// <param name="outcome">How it ended.</param>
    public TraceRun Run(Func<bool> failed, Func<string> outcome)
    {
        while (tasks[0].Ended is null && Next() is { } task)
        {
            Step(task);
        }

        return new TraceRun
        {
            Failed = failed(),
            Outcome = outcome(),
            Ticks = now,
            Lanes = [.. tasks.Select(static task => task.ToLane())],
            Steps = [.. steps.Select(Settled)],
            Waits = tasks[0].Ended is null ? [.. tasks.Where(static task => task.Ended is null).Select(Wait)] : [],
        };
    }

    private Ready? Next()
    {
        if (ready.Count == 0 && timers.Count > 0)
        {
            (long due, SampleRoutine task) = timers.MinBy(static timer => timer.Due);
            now = due;
            foreach ((_, SampleRoutine each) in timers.Where(timer => timer.Due == due))
            {
                ready.Add(new Ready(each, null));
            }

            timers.RemoveAll(timer => timer.Due == due);
        }

        if (ready.Count == 0)
        {
            return null;
        }

        int choice = 0;
        if (ready.Count > 1 && deviations.TryPeek(out long from) && from <= Number + 1)
        {
            deviations.Dequeue();
            choice = ready.Count - 1;
        }

        Ready chosen = ready[choice] with { Of = ready.Count, InsteadOf = choice == 0 ? null : ready[0].Task };
        ready.RemoveAt(choice);
        return chosen;
    }

    private void Step(Ready chosen)
    {
        SampleRoutine task = current = chosen.Task;
        Number++;
        int from = task.Line;
        TraceInstead? instead = chosen.InsteadOf is { } passed
            ? new TraceInstead { Lane = passed.Lane, Kind = passed.NextKind, Method = passed.Method, At = new TracePlace(passed.File, passed.Line), RanAs = passed.StepsRun }
            : null;
        TraceStepKind kind = task.NextKind;
        task.StepsRun++;
        do
        {
            task.Awaits = !task.Cancelled && task.Code.MoveNext() ? task.Code.Current : null;
        }
        while (task.Awaits is { } wanted && IsThere(task, wanted));

        if (task.Awaits is { } awaits)
        {
            task.Line = awaits.Line;
            task.Since = Number;
        }
        else
        {
            task.Ended = Number;
            Do(TraceDeedKind.Ended, task.Cancelled ? $"{task.Name} ended, cancelled" : $"{task.Name} ended", task.Lane);
        }

        Suspend(task);
        steps.Add(new TraceStep
        {
            Number = Number,
            Ticks = now,
            Lane = task.Lane,
            Kind = kind,
            Method = task.Method,
            At = new TracePlace(task.File, from),
            Awaits = task.Awaits?.What,
            ThenMethod = task.Awaits is null ? null : task.Method,
            Then = task.Awaits is null ? null : new TracePlace(task.File, task.Line),
            Ready = chosen.Of,
            WokenBy = chosen.By,
            InsteadOf = instead,
            Deeds = [.. deeds],
        });
        deeds.Clear();
    }

    // What is there already is not waited for.
    private bool IsThere(SampleRoutine task, SampleAwait awaits)
    {
        switch (awaits)
        {
            case SampleAwait.Lock wanted when owners.GetValueOrDefault(wanted.Name) is null:
                owners[wanted.Name] = task;
                Do(TraceDeedKind.Took, $"took Lock '{wanted.Name}'");
                return true;
            case SampleAwait.Join join:
                return join.Lanes.All(HasEnded);
            default:
                return false;
        }
    }

    private void Suspend(SampleRoutine task)
    {
        switch (task.Awaits)
        {
            case SampleAwait.Delay delay:
                timers.Add((now + delay.Ticks, task));
                break;
            case SampleAwait.Lock wanted:
                (queues.TryGetValue(wanted.Name, out Queue<SampleRoutine>? queue) ? queue : queues[wanted.Name] = new()).Enqueue(task);
                break;
            case null:
                foreach (SampleRoutine waiting in tasks.Where(each => each.Awaits is SampleAwait.Join join && join.Lanes.Contains(task.Lane) && join.Lanes.All(HasEnded)))
                {
                    MakeReady(waiting);
                }

                break;
        }
    }

    private void MakeReady(SampleRoutine task) => ready.Add(new Ready(task, current is null ? null : Number));

    // In which step of its lane the one that was passed over ran was known then, its number is only now.
    private TraceStep Settled(TraceStep step) => step.InsteadOf is { RanAs: { } turn } instead
        ? step with { InsteadOf = instead with { RanAs = steps.Where(each => each.Lane == instead.Lane).Skip((int)turn).FirstOrDefault()?.Number } }
        : step;

    private TraceWait Wait(SampleRoutine task) => new()
    {
        Lane = task.Lane,
        Who = $"{task.Path} {task.Name}",
        Text = $"{task.Path} {task.Name} waits for {task.Awaits?.What ?? "nothing"}",
        For = task.Awaits?.What ?? "nothing",
        HeldBy = task.Awaits is SampleAwait.Lock wanted && owners[wanted.Name] is { } owner ? [$"{owner.Path} {owner.Name}"] : [],
        Method = task.Method,
        At = new TracePlace(task.File, task.Line),
        Since = task.Since,
    };

    private sealed record Ready(SampleRoutine Task, long? By, int Of = 1, SampleRoutine? InsteadOf = null);
}
