using SimAsync.Interop;
using SimAsync.Kernel;
using SimAsync.Scheduler;
using SimAsync.Tasks;

namespace SimAsync.Exploration;

/// <summary>Makes one run from its beginning to its end: CPython's <c>asyncio.run</c>, observed.</summary>
internal static class RunEngine
{
    // What is left is cancelled and gets this many steps to end, and ten more for each task.
    private const int ShutdownSteps = 100_000;

    // Of up to so many, each counts all the requests that CPython's would.
    private const int Many = 1000;

    // A run whose timeouts are not exact, or that a real thread spoiled, is made again so often. Each has a chance of some hundredths, unless the machine is hardly there.
    private const int MostAttempts = 20;

    /// <param name="main">Makes the main coroutine; called inside the run.</param>
    /// <param name="options">How the run goes, but for what follows.</param>
    /// <param name="search">Makes what chooses.</param>
    /// <param name="seed">The run's own seed.</param>
    /// <param name="run">Its number in its exploration, from 0.</param>
    /// <param name="trace">Whether to keep a trace.</param>
    /// <param name="mainEnded">Told what main failed with, if it did, and when, before what is left is cancelled.</param>
    public static RunReport Run(Func<Coroutine<object?>> main, RunOptions options, Search search, ulong seed, int run, bool trace, Action<Exception?, TimeSpan>? mainEnded = null)
    {
        SimLoop.ThrowIfInside();
        // Patience that an earlier run needed is not kept for ever: it delays what is told.
        options.Patience = (StallPatience)Math.Min((int)options.Patience, (int)StallPatience.More);
        var doubts = new Doubts(options);
        for (int attempt = 1; ; attempt++)
        {
            RunReport report = RunOnce(main, options, search, seed, run, trace, mainEnded);
            if (doubts.AreOver(report))
            {
                return report;
            }

            if (options.LoggerFactory is { } loggers && (!options.IsTrial || options is ExploreOptions { LogEveryRun: true }))
            {
                SimEvents.RunDoubted(loggers.CreateLogger(SimEvents.Category));
            }

            // What was stopped, and is not believed to wait, says nothing of the code: rather one that was not.
            if (attempt >= (report.StalledAt is null ? MostAttempts : 3 * MostAttempts))
            {
                report.IsReproducible = false;
                return report;
            }
        }
    }

    private static RunReport RunOnce(Func<Coroutine<object?>> main, RunOptions options, Search search, ulong seed, int run, bool trace, Action<Exception?, TimeSpan>? mainEnded)
    {
        var recording = new Recording { HoldsPoolWaits = search.HoldsPoolWaits ?? options.HoldPoolWaits };
        SimLoop loop = MakeLoop(options, search, seed, run, trace, recording);
        bool listsMethods = trace || options.Debug || options.NoMethodsLeft;
        if (listsMethods)
        {
            ActiveTasks.Begin();
        }

        try
        {
            return RunOnce(main, options, loop, recording, mainEnded);
        }
        finally
        {
            if (listsMethods)
            {
                ActiveTasks.End();
            }
        }
    }

    private static RunReport RunOnce(Func<Coroutine<object?>> main, RunOptions options, SimLoop loop, Recording recording, Action<Exception?, TimeSpan>? mainEnded)
    {
        Exception? failure = null;
        object? value = null;
        bool isRedundant = false;
        loop.TellBegin();
        var task = new SimTask<object?>(loop, Enter(main), new TaskSettings("main", loop.MarkFlow()));
        try
        {
            LoopEnd end = RunUntilDone(loop, task);
            loop.EndFootprint();
            failure = loop.Unhandled?.SourceException ?? (end switch
            {
                LoopEnd.Stopped when task.IsDone => null,
                LoopEnd.Idle or LoopEnd.TimeBound when task.IsDone && loop.HasSettled => null,
                LoopEnd.Stopped => new InvalidOperationException("The loop was stopped before main had ended."),
                LoopEnd.Idle => Rest(loop),
                _ => loop.Failure(end),
            });
        }
        catch (SimulationException e)
        {
            failure = e;
        }
        catch (RedundantRunException)
        {
            // Given up in its middle: nothing is known of its end, and nothing is asked of it.
            isRedundant = true;
        }

        InvariantException? unheld = loop.EndInvariants();
        if (task.IsDone)
        {
            Exception? error = task.TakeError();

            // What main failed with is nearer to the cause than what was found broken afterwards.
            failure = failure is InvariantException ? error ?? failure : failure ?? error;
            if (failure is OperationCanceledException && loop.Injected.Count > 0)
            {
                // It ended as it was asked to.
                failure = null;
            }

            failure ??= loop.EndedEarly() ?? (Exception?)unheld;
            value = failure is null && error is null ? task.BoxedResult : null;
        }
        else if (failure is DeadlockException && unheld is not null)
        {
            failure = unheld;
        }

        recording.Steps = loop.Steps;
        if (failure is null && loop.SettlesAtEnd && !isRedundant)
        {
            failure = Leftovers.Find(loop, options);
        }

        var (steps, time) = (recording.Steps, loop.Time);
        mainEnded?.Invoke(failure, time);
        StepMark[]? marks = loop.Marks?.ToArray();
        loop.Tracer?.Close();
        IReadOnlyList<TaskCore> stuck = ShutDown(loop);
        if (failure is null && options.NoUnobservedExceptions && !isRedundant)
        {
            // Only now: what is cancelled at the end of the run may still ask.
            failure = UnobservedException.Of(loop.Warnings.All, time, steps);
        }

        loop.TellEnd(time, steps, failure);
        return new RunReport
        {
            Value = value,
            Exception = failure,
            Steps = steps,
            Time = time,
            Deviations = recording.DeviationCount,
            DrewRandom = loop.DrewRandom,
            IsReproducible = loop.Reproducible && loop.Edge is not { IsSpoiled: true },
            Warnings = loop.Warnings.All,
            Trace = loop.IsTraced ? loop.Trace! : [],
            Tracer = loop.Tracer,
            Log = loop.Log is null ? [] : loop.Log,
            Stuck = [.. stuck.Select(static task => task.Path.ToString())],
            StuckNames = [.. stuck.Select(static task => task.Name)],
            Recording = recording,
            Chooser = loop.Chooser,
            IsRedundant = isRedundant,
            Marks = marks,
            Injected = loop.Injected,
            CancellationPoints = loop.CancellationPoints,
            StalledAt = loop.StalledAt,
            StalledStep = loop.StalledStep,
            Timeouts = loop.Timeouts,
            GivenTimeouts = loop.GivenTimeouts,
            IsSpoiled = loop.Edge?.IsSpoiled ?? false,
            SlowSteps = loop.SlowSteps,
            WasProbed = options.ProbedSteps is not null,
            IsEndedFromOutside = loop.IsEndedFromOutside,
            WasHeldAtInnerLock = loop.WasHeldAtInnerLock,
            IsDebugged = loop.IsDebugged,
        };
    }

    public static SimLoop MakeLoop(RunOptions options, Search search, ulong seed, int run, bool trace, Recording? recording)
    {
        ulong own = search.SeedOf(seed);
        var loop = new SimLoop(new LoopOptions
        {
            Chooser = search.Begin(seed, run),
            Recording = recording,
            Seed = own,
            MaxSteps = options.MaxSteps,
            MaxTicks = options.MaxTime?.Ticks ?? long.MaxValue,
            Debug = options.Debug,
            Trace = trace,
            IsTrial = options.IsTrial,
            EagerTasks = options.EagerTasks,
            RaiseOnRings = options.RaiseOnRings,
            HoldPoolWaits = search.HoldsPoolWaits ?? options.HoldPoolWaits,
            ProbedSteps = options.ProbedSteps,
            MeasureSteps = options.MeasureSteps,
            Patience = options.Patience,
            SettlesAtEnd = options.NoTasksLeft || options.NoMethodsLeft || options.NoLocksHeld,
            ListsMethods = options.NoMethodsLeft,
            NotesLocks = options.NoLocksHeld,
            StepCost = options.StepCost,
            CancellationPoints = search.CancellationPoints,
            LivelockSteps = options.LivelockSteps,
            KeepMarks = options.KeepMarks,
            ForeignThreads = options.ForeignThreads,
            ForeignWait = options.ForeignWait,
            BreakAtStep = options.BreakAtStep,
            BreakAtDeviations = options.BreakAtDeviations,
            LogsTrials = options is ExploreOptions { LogEveryRun: true },
            LoggerFactory = options.LoggerFactory,
            Logger = options.LoggerFactory?.CreateLogger(SimEvents.Category),
        });
        loop.Edge = new Edge(loop);
        return loop;
    }

    /// <summary>Runs the loop until a future is done. CPython's <c>run_until_complete</c>: its end stops the loop, which finishes its pass.</summary>
    public static LoopEnd RunUntilDone(SimLoop loop, SimFuture future)
    {
        var stopper = new Stopper(loop);
        future.AddCallback(stopper);
        LoopEnd end = loop.Run();
        future.RemoveCallback(stopper);
        return end;
    }

    /// <summary>Cancels what is left, in order of creation, lets it end, and tells what is to be told. CPython's <c>_cancel_all_tasks</c>.</summary>
    /// <returns>Those that did not end.</returns>
    public static IReadOnlyList<TaskCore> ShutDown(SimLoop loop)
    {
        TaskRegistry registry = TaskRegistry.Of(loop);
        IReadOnlyList<TaskCore> left = registry.Pending();
        loop.BeginShutdown(ShutdownSteps + (10 * left.Count));
        loop.CancelsMany = left.Count > Many;
        foreach (TaskCore task in left)
        {
            Cancellation.Request(task.Face, null, breakRings: true);
        }

        loop.CancelsMany = false;

        if (left.Count > 0)
        {
            SimFuture<object?[]> all = GatherFuture<object?>.Gather(
                loop, left.Select(static task => (Awaitable)task.Face), static done => done.BoxedResult, static exception => exception);
            Finish(loop, all);

            // A blocked step is not cancelled by a request, but may have been let go by what others did when they were. What still stands is ended.
            if (loop.Blocked.Count > 0 && !all.IsDone)
            {
                loop.EndBlocked();
                Finish(loop, all);
            }

            foreach (TaskCore task in left)
            {
                if (task.Face.HasFailed && task.Face.TakeError() is { } error)
                {
                    loop.Warnings.Add(
                        SimWarningKind.FailedInShutdown, $"It failed while it was cancelled at the end of the run: {error.GetType().Name}: {error.Message}", task.ToString(), error);
                }
            }
        }

        loop.EndBlocked();
        loop.Edge?.Close();
        TaskCore[] stuck = [.. left.Where(static task => !task.Face.IsDone)];
        registry.TellLeftovers();
        if (loop.HasThreads)
        {
            loop.Warnings.Add(SimWarningKind.ThreadStarted, "A thread was started in the run, whose steps are not the simulation's to order. Use Task.Run, which is held, or a fake.");
        }

        loop.Close();
        return stuck;
    }

    private static void Finish(SimLoop loop, SimFuture<object?[]> all)
    {
        try
        {
            // What is posted and throws (an async void method) stops the loop, and is told; the rest still has to end.
            loop.Unhandled = null;
            while (RunUntilDone(loop, all) == LoopEnd.Stopped && !all.IsDone)
            {
                if (loop.Unhandled?.SourceException is { } unhandled)
                {
                    loop.Warnings.Add(
                        SimWarningKind.FailedInShutdown, $"A continuation failed at the end of the run: {unhandled.GetType().Name}: {unhandled.Message}", null, unhandled);
                    loop.Unhandled = null;
                }
            }
        }
        catch (SimulationException e)
        {
            loop.Warnings.Add(SimWarningKind.FailedInShutdown, e.Message, null, e);
        }
    }

    public static DeadlockException Deadlock(SimLoop loop) =>
        new(loop, TaskRegistry.Of(loop).Pending().Any(static task => task.Waiter is IOutsideWait));

    // Nothing can happen any more, unless something outside the simulation has yet to complete a plain task. If that is on its
    // way it is mostly here at once, and is then named; if not, the deadlock says that it may lie outside.
    private static Exception Rest(SimLoop loop)
    {
        DeadlockException deadlock = Deadlock(loop);
        return !deadlock.WaitsOutside ? deadlock
            : loop.HearsForeign() ? loop.Failure(LoopEnd.Escape)
            : Deadlock(loop); // What another thread was in the middle of when the run came to rest waits by now, and can be named.
    }

    // Main is made inside the first step, where the simulation's functions work.
    private static async Coroutine<object?> Enter(Func<Coroutine<object?>> main) => await main();

    private sealed class Stopper(SimLoop loop) : Bookkeeper(loop)
    {
        protected override void Done(SimFuture future) => Loop.Stop();
    }
}
