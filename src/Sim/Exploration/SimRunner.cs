using System.Runtime.ExceptionServices;
using SimAsync.Exploration;
using SimAsync.Kernel;
using SimAsync.Scheduler;
using SimAsync.Tasks;

namespace SimAsync;

/// <summary>
/// Runs several coroutines one after the other on one loop, by hand: asyncio's <c>Runner</c>. For a test, <see cref="Simulation"/> is simpler.
/// </summary>
/// <remarks>What is left when it is disposed of is cancelled, as at the end of <c>asyncio.run</c>.</remarks>
public sealed class SimRunner : IDisposable
{
    /// <summary>Makes one, with a loop whose time is 0.</summary>
    /// <param name="options">How its runs go; null for the defaults.</param>
    public SimRunner(RunOptions? options = null)
    {
        options ??= new RunOptions();
        Loop = RunEngine.MakeLoop(options, options.Strategy.Search(), options.Seed, 0, options.Trace, options.BreakAtDeviations > 0 ? new Recording() : null);
    }

    /// <summary>Its loop.</summary>
    public SimLoop Loop { get; }

    /// <summary>What was noticed and did not stop a run, in order.</summary>
    public IReadOnlyList<SimWarning> Warnings => Loop.Warnings.All;

    /// <summary>What happened so far, if <see cref="RunOptions.Trace"/> asked for it; otherwise empty.</summary>
    public IReadOnlyList<TraceEvent> Trace => Loop.IsTraced ? Loop.Trace! : [];

    /// <summary>Runs a coroutine until it has ended.</summary>
    /// <param name="main">Makes it, inside the run.</param>
    public void Run(Func<Coroutine> main)
    {
        ArgumentNullException.ThrowIfNull(main);
        SimLoop.ThrowIfInside();
        Loop.ThrowIfClosed();
        RunUntilComplete(new SimTask(Loop, Enter(main), new TaskSettings("main", Loop.MarkFlow())));
    }

    /// <summary>Runs a coroutine until it has ended.</summary>
    /// <param name="main">Makes it, inside the run.</param>
    /// <returns>Its result. What it throws is thrown as it is.</returns>
    public T Run<T>(Func<Coroutine<T>> main)
    {
        ArgumentNullException.ThrowIfNull(main);
        SimLoop.ThrowIfInside();
        Loop.ThrowIfClosed();
        return RunUntilComplete(new SimTask<T>(Loop, Enter(main), new TaskSettings("main", Loop.MarkFlow())));
    }

    /// <summary>Runs the loop until a future of its own is done. CPython's <c>run_until_complete</c>.</summary>
    /// <exception cref="DeadlockException">Nothing is left that could end it.</exception>
    /// <exception cref="InvalidOperationException">The loop was stopped before.</exception>
    public void RunUntilComplete(SimFuture future)
    {
        ArgumentNullException.ThrowIfNull(future);
        LoopEnd end = RunEngine.RunUntilDone(Loop, future);
        InvariantException? unheld = Loop.EndInvariants();
        if (Loop.Unhandled is { } unhandled)
        {
            Loop.Unhandled = null;
            unhandled.Throw();
        }

        if (!future.IsDone)
        {
            throw end switch
            {
                LoopEnd.Stopped => new InvalidOperationException("The loop was stopped before the future was done."),
                LoopEnd.Idle => unheld ?? (SimulationException)RunEngine.Deadlock(Loop),
                _ => Loop.Failure(end),
            };
        }

        if (future.TakeError() is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        if (unheld is not null)
        {
            throw unheld;
        }
    }

    /// <inheritdoc cref="RunUntilComplete(SimFuture)"/>
    /// <returns>The future's result.</returns>
    public T RunUntilComplete<T>(SimFuture<T> future)
    {
        RunUntilComplete((SimFuture)future);
        return future.Result;
    }

    /// <summary>Cancels what is left, lets it end, and closes the loop. Twice is no error.</summary>
    public void Dispose()
    {
        if (!Loop.IsClosed)
        {
            RunEngine.ShutDown(Loop);
            Loop.TellEvents();
        }
    }

    private static async Coroutine Enter(Func<Coroutine> main) => await main();

    private static async Coroutine<T> Enter<T>(Func<Coroutine<T>> main) => await main();
}
