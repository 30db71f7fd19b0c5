using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using SimAsync.Kernel;
using SimAsync.Scheduler;

namespace SimAsync;

/// <summary>
/// The event loop of one run: ready steps, virtual time and timers. As asyncio's loop, but nothing in it reads a real clock.
/// Inside a run it is <see cref="Sim.Loop"/>; to drive one by hand, use a <see cref="SimRunner"/>.
/// </summary>
public sealed partial class SimLoop
{
    private readonly LoopOptions options;
    private readonly ForeignInbox foreign;
    private Scheduler.Xoshiro256 random;
    private ExecutionContext? seenFlow;

    // The execution context that was marked last as this run's, and as what.
    private ExecutionContext? unmarked;
    private ExecutionContext? marked;
    private bool closed;

    internal SimLoop(LoopOptions options)
    {
        this.options = options;
        chooser = options.Chooser;
        (inPasses, seesAll, footprint) = (chooser.InPasses, chooser.SeesAll, chooser.Footprint);
        choosing = !inPasses;
        recording = options.Recording;
        (stepLimit, timeBound, timeLimit, EagerTasks) = (options.MaxSteps, options.MaxTicks, options.MaxTicks, options.EagerTasks);
        recording?.Begin(inPasses, options.Seed);
        random = new Scheduler.Xoshiro256(options.Seed);
        attention = options.StepCost is null ? Attention.None : Attention.Costs;
        foreign = new ForeignInbox(options.ForeignThreads, options.ForeignWait);
        CurrentPath = RootPath;
        Context = new SimSynchronizationContext(this, isPools: false);
        PoolContext = options.HoldPoolWaits ? new SimSynchronizationContext(this, isPools: true) : null;
        events = IsMute ? null : RunEvents.To(options.Logger, options.IsTrial);
        Trace = options.Trace || events is { Traces: true } ? [] : null;
        StepTrace = options.Trace || events is { TracesSteps: true } ? Trace : null;
        Tracer = options.Trace ? new StepTracer(this) : null;
        Log = options.IsTrial && !options.Trace ? null : [];
        Warnings = new WarningLog(this, options.Logger);
        Marks = options.KeepMarks ? [] : null;
        BeginWatching();
        BeginBreaks();
        SetChecks();
        SetStepBound();
    }

    /// <summary>
    /// Called with whatever a callback throws, and with what nobody retrieved. Null, the default, logs it. What it throws
    /// itself is logged too.
    /// </summary>
    public Action<SimLoop, SimWarning>? ExceptionHandler { get; set; }

    /// <summary>Virtual time since the run began: from 0, never less than before; moves only when nothing is ready, unless steps have a <see cref="StepCost"/>.</summary>
    public TimeSpan Time => new(now);

    /// <summary>How many steps the run has taken.</summary>
    public long StepCount => steps;

    /// <summary>Whether coroutines remember where they were made, and errors say more. From <see cref="RunOptions.Debug"/>.</summary>
    public bool Debug => options.Debug;

    /// <summary>Whether <see cref="Close"/> was called.</summary>
    public bool IsClosed => closed;

    /// <summary>Whether one of its steps is running, or it waits to run one.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Where what the running step uses is noted; null if no strategy asks for it.</summary>
    internal Footprint? Footprint => footprint;

    /// <summary>The steps that are of interest are over: what is used from here on is no step's.</summary>
    internal void EndFootprint() => footprint = null;

    /// <summary>What makes the choices.</summary>
    internal IChooser Chooser => chooser;

    internal SimSynchronizationContext Context { get; }

    internal SimTimeProvider TimeProvider => field ??= new SimTimeProvider(this);

    internal List<TraceEvent>? Trace { get; }

    /// <summary>Follows the run, if there is a <see cref="Trace"/>; otherwise null.</summary>
    internal StepTracer? Tracer { get; }

    /// <summary>What the code under test logged; null if that is dropped.</summary>
    internal List<SimLogEntry>? Log { get; }

    internal WarningLog Warnings { get; }

    /// <summary>
    /// Whether so many tasks are cancelled at once that a request goes no further than to who has one already: along a chain of tasks that
    /// await each other, the requests would otherwise take time quadratic in its length.
    /// </summary>
    internal bool CancelsMany { get; set; }

    internal Rethrower Rethrower { get; } = new();

    internal string? EscapeReason { get; private set; }

    /// <summary>What holds the thread pool, real timers and other threads; null if nothing does.</summary>
    internal IEdge? Edge { get; set; }

    /// <summary>Who waited for what when the loop ended on another thread than it began.</summary>
    internal IReadOnlyList<SimWait>? WaitsAtEnd { get; private set; }

    internal bool EagerTasks { get; set; }

    /// <summary>The tasks of this loop, kept by the floor above.</summary>
    internal object? Registry { get; set; }

    /// <summary>Tells who waits for what; set by the floor above.</summary>
    internal Func<IReadOnlyList<SimWait>> Waits { get; set; } = static () => [];

    /// <summary>Tells which plain async methods are suspended, as far as that is known; set by the floor above.</summary>
    internal Func<IReadOnlyList<SuspendedMethod>> Suspended { get; set; } = static () => [];

    /// <summary>The task of the test method, if a test framework runs it and main waits for that by blocking.</summary>
    internal Task? TestMethod { get; set; }

    /// <summary>What a posted callback threw, which ends the run.</summary>
    internal ExceptionDispatchInfo? Unhandled { get; set; }

    /// <summary>Whose step a continuation is that no task of the simulation made.</summary>
    internal TaskPath RootPath { get; } = new(null, 0);

    /// <summary>Whether cancelling a ring of tasks is an error, as in CPython, and not a way to break it.</summary>
    internal bool RaisesOnRings => options.RaiseOnRings;

    internal bool DrewRandom { get; private set; }

    /// <summary>False once another thread took part, which no code can play again.</summary>
    internal bool Reproducible => !foreign.Used && !hasThreads;

    /// <summary>Calls <paramref name="callback"/> in a step of its own, after all that are ready now. CPython's <c>call_soon</c>.</summary>
    /// <returns>A handle that can cancel it until it runs.</returns>
    public SimHandle CallSoon(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ThrowIfClosed();
        var handle = new SimHandle(this, callback);
        handle.MakeReady();
        return handle;
    }

    /// <summary>Calls <paramref name="callback"/> once <paramref name="delay"/> of virtual time has passed. CPython's <c>call_later</c>.</summary>
    /// <param name="delay">From now; 0 or less is due at once, which still takes a step of its own.</param>
    /// <param name="callback">What to call.</param>
    public SimHandle CallLater(TimeSpan delay, Action callback) => CallAtTicks(After(delay.Ticks), callback);

    /// <summary>Calls <paramref name="callback"/> at an instant of virtual time. CPython's <c>call_at</c>.</summary>
    /// <param name="when">Since the run began, as <see cref="Time"/>.</param>
    /// <param name="callback">What to call.</param>
    public SimHandle CallAt(TimeSpan when, Action callback) => CallAtTicks(when.Ticks, callback);

    /// <summary>
    /// As <see cref="CallSoon"/>, but may be called from any thread. A call from outside makes a run that cannot be played
    /// again: allow it with <see cref="RunOptions.ForeignThreads"/>, or announce it with <see cref="ExpectForeignCall"/>.
    /// </summary>
    public void CallSoonThreadsafe(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ThrowIfClosed();
        if (ReferenceEquals(Current, this))
        {
            CallSoon(callback);
        }
        else
        {
            foreign.Post(() => CallSoon(callback), () => $"SimLoop.CallSoonThreadsafe was called by another thread, for {Describer.Method(callback.Method)}");
        }
    }

    /// <summary>
    /// Announces that another thread will call in: until the result is disposed of, the loop lets virtual time stand still and
    /// waits for it when it has nothing else to do, at most <see cref="RunOptions.ForeignWait"/> of real time.
    /// </summary>
    public IDisposable ExpectForeignCall() => new Expectation(foreign);

    /// <summary>Lets the loop come to rest after the pass that it is in. CPython's <c>stop</c>.</summary>
    public void Stop()
    {
        stopping = true;

        // What has not run by then never does.
        footprint?.NoteUnknown();
    }

    /// <summary>
    /// Runs until <see cref="Stop"/>. Unlike CPython's, it also ends when there is nothing left that could happen: virtual
    /// time does not pass by waiting.
    /// </summary>
    /// <returns>True if it was stopped, false if nothing is ready and no timer is armed.</returns>
    /// <exception cref="InvalidOperationException">It is running already, or closed.</exception>
    /// <exception cref="SimulationException">A bound was reached, or something came from outside that the options do not allow.</exception>
    public bool RunForever()
    {
        LoopEnd end = Run();
        return end switch
        {
            LoopEnd.Stopped => true,
            LoopEnd.Idle => false,
            _ => throw Failure(end),
        };
    }

    /// <summary>Ends the loop's use: what is ready or armed is dropped. It may not be running. Closing twice is no error.</summary>
    public void Close()
    {
        if (IsRunning)
        {
            throw new InvalidOperationException("A running loop cannot be closed: stop it first.");
        }

        closed = true;
        (head, tail, pass) = (0, 0, 0);
        ready = [];
    }

    /// <summary>Gives this thread the execution context of what is about to run.</summary>
    internal void Enter(ExecutionContext? context)
    {
        if (context is not null && !ReferenceEquals(context, ThreadContext))
        {
            ExecutionContext.Restore(context);
            ThreadContext = context;
            seenFlow = ThreadFields.IsReadable ? ThreadFields.Of(thread!) : null;
        }
    }

    /// <summary>The present execution context, with the mark of this run: for the task with which a run begins.</summary>
    internal ExecutionContext? MarkFlow()
    {
        ExecutionContext? outer = ExecutionContext.Capture();
        if (outer is null)
        {
            return null;
        }

        // One for all: between two contexts that are the same the runtime changes without a look at what is in them.
        if (!ReferenceEquals(outer, unmarked))
        {
            Ambient.Enter(this);
            (unmarked, marked) = (outer, ExecutionContext.Capture());
            ExecutionContext.Restore(outer);
        }

        return marked;
    }

    /// <summary>Whether this thread may have another execution context than <see cref="ThreadContext"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool MayHaveChangedContext() => !ThreadFields.IsReadable || !ReferenceEquals(ThreadFields.Of(thread!), seenFlow);

    /// <summary>Takes note of the execution context that this thread has, and gives it.</summary>
    internal ExecutionContext? SeeContext()
    {
        seenFlow = ThreadFields.IsReadable ? ThreadFields.Of(thread!) : null;
        return ThreadContext = ExecutionContext.Capture();
    }

    /// <summary>Runs a callback; what it throws becomes a warning, and the run goes on, as in asyncio.</summary>
    internal void RunCallback(ExecutionContext? context, Action<object?> body, object? state, MethodInfo callback)
    {
        Enter(context);
        try
        {
            body(state);
        }
        catch (Exception e) when (e is not SimulationException and not SimulationBugException)
        {
            Warnings.Add(SimWarningKind.CallbackFailed, $"The callback {Describer.Method(callback)} threw {e.GetType().Name}: {e.Message}", null, e);
        }

        SeeContext();
    }

    internal LoopEnd Run()
    {
        ThrowIfClosed();
        if (IsRunning)
        {
            throw new InvalidOperationException("This loop is running already.");
        }

        ThrowIfInside();
        IsRunning = true;
        try
        {
            return RunSteps();
        }
        finally
        {
            IsRunning = false;
        }
    }

    internal static void ThrowIfInside()
    {
        if (Current is not null)
        {
            throw new InvalidOperationException("Another simulation is running on this thread: a run cannot start inside a run.");
        }
    }

    internal void ThrowIfClosed()
    {
        if (closed)
        {
            throw new InvalidOperationException("The run has ended, and its loop is closed: nothing more can be scheduled on it.");
        }
    }

    /// <summary>The number of bits drawn is the test's business; that any were drawn belongs in the replay code.</summary>
    internal ulong NextRandom()
    {
        NoteRandom();
        return random.NextUInt64();
    }

    internal int NextRandom(int bound)
    {
        NoteRandom();
        return random.Next(bound);
    }

    /// <summary>The location of something that is made now.</summary>
    internal ulong NextLocation(Footprint used)
    {
        if (CurrentTask is null && steps > 0)
        {
            // A callback shares the path of who added it with others, so its number hangs on their order.
            used.NoteUnknown();
        }

        ulong state = CurrentPath.Hash ^ ((ulong)(uint)CurrentPath.NextMade() * 0xA0761D6478BD642FUL);
        return Scheduler.Xoshiro256.SplitMix64(ref state) | 1;
    }

    // One generator serves all.
    private void NoteRandom()
    {
        NoteDraw("draw random numbers");
        DrewRandom = true;
        footprint?.Note(1, AccessKind.Write);
    }

    internal void PostForeign(Action deliver, Func<string> what)
    {
        if (!closed)
        {
            foreign.Post(deliver, what);
        }
    }

    /// <summary>The steps that are ready, for messages.</summary>
    internal IReadOnlyList<string> DescribeReady()
    {
        var lines = new List<string>();
        for (int i = head; i < tail; i++)
        {
            lines.Add(((IWork)ready[i].Work).Describe(ready[i].Argument));
        }

        return lines;
    }

    internal Exception Failure(LoopEnd end) => end switch
    {
        LoopEnd.StepBound => new StepLimitException(this, options.MaxSteps),
        LoopEnd.TimeBound => new TimeLimitException(this, new TimeSpan(options.MaxTicks), new TimeSpan(timers.NextInstant)),
        LoopEnd.Escape => new UncontrolledConcurrencyException(this, EscapeReason ?? "something came from outside the simulation"),
        _ => new SimulationBugException($"{end} is no failure."),
    };

    private SimHandle CallAtTicks(long when, Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ThrowIfClosed();
        var handle = new SimHandle(this, callback);
        handle.Arm(when);
        return handle;
    }

    /// <summary>If this is a replay that ends although the recorded run made more choices: the error that says so.</summary>
    internal ReplayDivergedException? EndedEarly() => chooser is ReplayChooser { Left: > 0 } replay
        ? new ReplayDivergedException(this, replay.Played, $"made {replay.Left} more choices", "the run has ended", DescribeReady())
        : null;

    private ReplayDivergedException Diverged(ReplayMismatchException mismatch) =>
        new(this, mismatch.Choice, mismatch.Recorded, mismatch.Now, DescribeReady());

    private sealed class Expectation : IDisposable
    {
        private ForeignInbox? inbox;

        public Expectation(ForeignInbox inbox)
        {
            this.inbox = inbox;
            inbox.Expect(1);
        }

        public void Dispose() => Interlocked.Exchange(ref inbox, null)?.Expect(-1);
    }
}
