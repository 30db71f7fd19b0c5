using System.Diagnostics;
using System.Runtime.CompilerServices;
using SimAsync.Kernel;
using SimAsync.Scheduler;

namespace SimAsync;

// The loop's own part: passes, choices and the jump of time. The public part is in SimLoop.cs, the ready list in SimLoop.Ready.cs.
public sealed partial class SimLoop
{
    [ThreadStatic]
    private static SimLoop? current;

    // What is ready when main has ended gets so many steps to rest.
    private const int SettlingSteps = 10_000;

    private readonly IChooser chooser;
    private readonly bool inPasses;
    private readonly bool seesAll;
    private Footprint? footprint;
    private readonly Recording? recording;
    private readonly TimerQueue<IWork> timers = new();
    private readonly Queue<(IWork Work, object? Argument)> bookkeeping = new();

    // How many of the ready steps the present pass still has to run; at most tail - head.
    private int pass;
    private int disarmed;

    private long now;
    private long steps;

    // What is due first: the bound on steps, or something that is to be done between two steps.
    private long stepBound;
    private long stepLimit;
    private long timeBound;
    private readonly long timeLimit;
    private bool stopping;
    private bool choosing;

    // Whether the first of the ready steps goes next, without a choice.
    private bool isForced;

    /// <summary>The loop whose step this thread is running, or null.</summary>
    internal static SimLoop? Current => current;

    /// <summary>What is running: a task, or null in a callback.</summary>
    internal ITaskIdentity? CurrentTask { get; set; }

    /// <summary>The execution context that this thread has now, as far as the loop knows; a step with the same one need not set it.</summary>
    internal ExecutionContext? ThreadContext { get; set; }

    /// <summary>The execution context in which the run began.</summary>
    internal ExecutionContext? StartFlow { get; private set; }

    /// <summary>Whose step is running: what is made now is made by it.</summary>
    internal TaskPath CurrentPath
    {
        get => CurrentTask?.Path ?? field;
        set;
    }

    internal long Ticks => now;

    internal long Steps => steps;

    internal bool InPasses => inPasses;

    /// <summary>
    /// How many coroutines one step may call. A recursion without end, or a loop that awaits what is always done, takes no further step, so the bound on
    /// steps alone would not end it.
    /// </summary>
    internal long CallBound => Math.Max(1_000_000, (long)options.MaxSteps);

    /// <summary>The loop that runs this thread's code, or an error that names the right call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static SimLoop Require(string member) => current ?? ThrowOutside(member);

    /// <summary>
    /// Runs the framework's own bookkeeping (counting a gather's children, say). In order it takes its turn, as asyncio's
    /// callbacks do; otherwise it runs as soon as the present step ends, because it is nobody's choice.
    /// </summary>
    internal void Bookkeep(IWork work, object? argument)
    {
        if (inPasses)
        {
            Ready(work, argument, 0);
        }
        else
        {
            bookkeeping.Enqueue((work, argument));
            attention |= Attention.Bookkeeping;
        }
    }

    /// <summary>Arms the one timer of <paramref name="work"/>.</summary>
    internal void Arm(IWork work, long instant) => work.TimerNumber = timers.Arm(instant, work);

    /// <summary>Disarms the timer of <paramref name="work"/>; its entry stays in the queue until it is due or purged.</summary>
    internal void Disarm(IWork work)
    {
        work.TimerNumber = 0;

        // As asyncio's: once more than half of many timers are void, they are worth the sweep.
        if (++disarmed > 100 && disarmed > timers.Count / 2)
        {
            timers.Purge(static (work, number) => work.TimerNumber == number);
            disarmed = 0;
        }
    }

    /// <summary>The instant so many ticks from now; far enough ahead is never.</summary>
    internal long After(long ticks) => ticks > long.MaxValue - now ? long.MaxValue : now + ticks;

    /// <summary>Runs steps until it is stopped, or cannot go on. Below it on the stack is who called the simulation.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal LoopEnd RunSteps()
    {
        SimLoop? outer = current;
        SynchronizationContext? outerContext = SynchronizationContext.Current;
        bool suppressed = ExecutionContext.IsFlowSuppressed();
        if (suppressed)
        {
            ExecutionContext.RestoreFlow();
        }

        TakeTurn();
        (home, WaitsAtEnd, inStep) = (thread, null, false);
        ExecutionContext outerFlow = ExecutionContext.Capture()!;
        ExecutionContext.Restore(MarkFlow()!);
        StartFlow = SeeContext();
        SynchronizationContext.SetSynchronizationContext(Context);
        int frame = homeDriver = driver = ++drivers;
        Edge?.Enter();
        try
        {
            LoopEnd end;
            Exception? thrown = null;
            try
            {
                end = RunPasses(frame);
            }
            catch (Exception e) when (frame != driver)
            {
                (end, thrown) = (LoopEnd.TurnLost, e);
            }

            // Not inside that try: what another thread threw comes out of this.
            return end == LoopEnd.TurnLost ? AwaitEnd(thrown) : end;
        }
        finally
        {
            inStep = false;
            Edge?.Leave();
            stopping = false;
            current = outer;
            ExecutionContext.Restore(outerFlow);
            if (suppressed)
            {
                ExecutionContext.SuppressFlow();
            }

            SynchronizationContext.SetSynchronizationContext(outerContext);
        }
    }

    /// <summary>The run is over, but for ending what it left: in order, without a choice, within so many more steps and any time.</summary>
    internal void BeginShutdown(int moreSteps)
    {
        IsEnding = true;
        EndFootprint();
        EndChecks();
        choosing = false;
        (stepLimit, timeBound) = (steps + moreSteps, long.MaxValue);
        SetStepBound();
    }

    /// <summary>Main has ended: what is ready runs until it rests, in order, without a choice, within some thousand more steps and without time passing.</summary>
    internal LoopEnd Settle()
    {
        BeginSettling();
        return Run();
    }

    /// <summary>Whether that has begun.</summary>
    internal bool HasSettled { get; private set; }

    /// <summary>Whether main has ended, and what goes on is not of interest any more.</summary>
    internal bool IsEnding { get; private set; }

    private void BeginSettling()
    {
        (HasSettled, IsEnding) = (true, true);
        EndFootprint();
        EndChecks();
        (choosing, stopping) = (false, false);
        (stepLimit, timeBound) = (steps + SettlingSteps, now);
        SetStepBound();
    }

    /// <summary>What timers are armed for, earliest first.</summary>
    internal IReadOnlyList<IWork> Armed() => timers.Armed(static (work, number) => work.TimerNumber == number && !work.IsVoid);

    /// <summary>A single step has made more calls than it may: the run ends with it.</summary>
    internal void GiveUp() => stepBound = stepLimit = 0;

    /// <summary>Answers a choice of the code under test.</summary>
    internal int ChooseValue(int count)
    {
        NoteDraw("choose");
        if (!choosing || count < 2)
        {
            return 0;
        }

        int index = AskValue(() => chooser.Choose(count));
        recording?.Add(index, count, 0);
        NoteAnswer(index);
        return index;
    }

    /// <summary>Answers a choice of which 0 is the usual answer, and each of so many others as likely as any other of them.</summary>
    internal int WeighValue(double probability, int count)
    {
        NoteDraw("choose");
        if (!choosing || probability == 0)
        {
            return 0;
        }

        int answer = AskValue(() => chooser.Weigh(probability, count));
        recording?.Add(answer, count + 1, 0);
        NoteAnswer(answer);
        return answer;
    }

    // The step that has just ended may have taken time.
    private void SpendTime()
    {
        if (!choosing || stopping)
        {
            return;
        }

        StepCost cost = options.StepCost!;
        int answer = AskValue(() => chooser.Weigh(cost.Probability, cost.Costs.Count));
        recording?.Add(answer, cost.Costs.Count + 1, 0);
        footprint?.NoteUnknown(); // Time is seen by all.
        if (answer > 0)
        {
            // Not beyond what bounds time: what is due there comes first.
            now = Math.Min(After(cost.Costs[answer - 1].Ticks), Math.Max(now, timeBound));
            Trace?.Add(new TraceEvent.Chosen(steps, Time, CurrentPath.ToString(), $"the step took {Describe.Time(cost.Costs[answer - 1])}", answer, cost.Costs.Count + 1));
        }
    }

    private void SetStepBound() => stepBound = Math.Min(stepLimit, Math.Min(watchAfter, breakAfter));

    // False if the bound on steps is what it says; otherwise, what was to be looked at is looked at.
    private bool PassBound()
    {
        if (steps >= stepLimit)
        {
            return false;
        }

        if (steps >= watchAfter)
        {
            Watch();
        }

        if (steps >= breakAfter)
        {
            ReachBreak();
        }

        SetStepBound();
        return true;
    }

    private int AskValue(Func<int> ask)
    {
        try
        {
            return ask();
        }
        catch (ReplayMismatchException mismatch)
        {
            // Thrown into the code under test, which might catch it: so the run is told as well.
            ReplayDivergedException diverged = Diverged(mismatch);
            Fail(diverged);
            throw diverged;
        }
    }

    private LoopEnd RunPasses(int frame)
    {
        DrainBookkeeping();
        for (; ; )
        {
            if (pass == 0)
            {
                LoopEnd? end = BeginPass();
                if (end is { } why)
                {
                    return why;
                }
            }

            while (pass > 0)
            {
                if (steps >= stepBound && !PassBound())
                {
                    return LoopEnd.StepBound;
                }

                AssertInvariants();
                pass--;
                Step step = Take();
                steps++;
                if (observes)
                {
                    Observe(in step);
                }

                if ((attention & Attention.Threads) != 0 && step.Work is BlockedStep { IsHome: true } home)
                {
                    HandOver(home);
                    return LoopEnd.HandedOver;
                }

                if (options.MeasureSteps)
                {
                    stepTick = RealTick();
                }

                inStep = true;
                Unsafe.As<IWork>(step.Work).Run(step.Argument);
                inStep = false;
                if ((attention != Attention.None || stall is not null) && !Attend(frame))
                {
                    return LoopEnd.TurnLost;
                }

                // Mostly nothing is to be done between two passes.
                if (pass == 0 && tail != head && !stopping && !foreign.Arrived && !timers.IsDue(now))
                {
                    pass = inPasses ? tail - head : 1;
                }
            }

            if (stopping)
            {
                return LoopEnd.Stopped;
            }
        }
    }

    // CPython's _run_once up to the point where it runs the handles.
    private LoopEnd? BeginPass()
    {
        if (steps >= stepBound && !PassBound())
        {
            return LoopEnd.StepBound;
        }

        if (foreign.Arrived && !TakeForeign())
        {
            return LoopEnd.Escape;
        }

        bool fired = false;
        while (timers.TryPeek(out long instant, out long number, out IWork item))
        {
            if (item.TimerNumber != number)
            {
                timers.Pop();
                disarmed--;
            }
            else if (instant <= now)
            {
                timers.Pop();
                item.TimerNumber = 0;
                item.Due();
                DrainBookkeeping();
                fired = true;
            }
            else if (item.IsVoid)
            {
                timers.Pop();
                item.TimerNumber = 0;
            }
            else if (head == tail && !stopping)
            {
                // Before time moves, whatever another thread is expected to bring must be in.
                if (foreign.Expected)
                {
                    if (!WaitForForeign(idle: false))
                    {
                        return LoopEnd.Escape;
                    }

                    continue;
                }

                if (instant > timeBound)
                {
                    ThrowIfOverdue();
                    return LoopEnd.TimeBound;
                }

                now = instant;
                if (seesAll)
                {
                    chooser.TimeMoved();
                }
            }
            else
            {
                break;
            }
        }

        if (head == tail && !stopping)
        {
            if (blocked.Count > 0)
            {
                return LookOutside();
            }

            if (!WaitForForeign(idle: true))
            {
                return LoopEnd.Escape;
            }

            if (head == tail && timers.Count == 0)
            {
                return LoopEnd.Idle;
            }
        }

        if (fired && (attention & Attention.Cancellations) != 0)
        {
            // What has come to be due, but has not had its step.
            MayStrike();
        }

        int count = tail - head;
        pass = inPasses ? count : Math.Min(count, 1);
        return null;
    }

    // False if what came, or that nothing came, ends the run.
    private bool WaitForForeign(bool idle)
    {
        ClearStall();
        if (foreign.Wait(idle, out bool gaveUp))
        {
            return TakeForeign();
        }

        if (gaveUp)
        {
            EscapeReason = "another thread was to call in, and none did in the time that RunOptions.ForeignWait allows";
        }

        return !gaveUp;
    }

    private bool TakeForeign()
    {
        string? refused = foreign.Take();
        EscapeReason ??= refused;
        return refused is null;
    }

    private void DrainBookkeeping()
    {
        while (bookkeeping.TryDequeue(out var item))
        {
            item.Work.Run(item.Argument);
        }

        attention &= ~Attention.Bookkeeping;
    }

    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        Check(0 <= head && head <= tail && tail <= ready.Length, "The ready list's bounds are out of order.");
        Check(pass <= tail - head, "A pass is to run more steps than are ready.");
        Check(current == this, "Another loop took this thread over in the middle of a step.");
        Check(CurrentTask is null, "A task is still current between two steps.");
        Check(bookkeeping.Count == 0, "Bookkeeping was left over between two steps.");
        Check(tail == ready.Length || ready[tail].Work is null, "A step lies behind the end of the ready list.");

        static void Check(bool holds, string what)
        {
            if (!holds)
            {
                throw new SimulationBugException(what);
            }
        }
    }

    private static SimLoop ThrowOutside(string member) => throw new InvalidOperationException(
        $"{member} needs a running simulation: call it inside Simulation.Run, Simulation.Explore or a [SimTest]."
        + (SynchronizationContext.Current is null && Thread.CurrentThread.IsThreadPoolThread
            ? " This is a thread-pool thread: an await with ConfigureAwait(false), or Task.Run, has left the simulation before this call."
            : ""));
}
