using System.Reflection;
using Microsoft.Extensions.Logging;
using SimAsync.Kernel;
using SimAsync.Tasks;

namespace SimAsync;

/// <summary>
/// What code inside a simulation calls: asyncio's module functions. Each needs a running simulation and says so where there is none.
/// </summary>
public static partial class Sim
{
    /// <summary>The loop that runs this code. CPython's <c>get_running_loop</c>.</summary>
    /// <exception cref="InvalidOperationException">No simulation is running here.</exception>
    public static SimLoop Loop => SimLoop.Require("Sim.Loop");

    /// <summary>Virtual time since the run began: from 0, never less than before.</summary>
    public static TimeSpan Now => SimLoop.Require("Sim.Now").Time;

    /// <summary>
    /// Virtual time as a <see cref="System.TimeProvider"/>, for everything that takes one. A run begins at 2000-01-01T00:00:00Z; its time zone is UTC, and its timestamps
    /// count ticks of 100 ns. What is armed with it is due in virtual time, to the tick.
    /// </summary>
    /// <remarks>Code that takes none needs none: real timers that the code under test arms are held in virtual time too, to the millisecond, as .NET has it.</remarks>
    public static TimeProvider TimeProvider => SimLoop.Require("Sim.TimeProvider").TimeProvider;

    /// <summary>
    /// Makes loggers for the code under test, which log into the run: stamped with virtual time, step and task, and kept in <c>RunReport.Log</c>. If the run has a
    /// <see cref="RunOptions.LoggerFactory"/>, it is logged there too, in a scope with <c>Task</c>, <c>Step</c> and <c>Time</c>. Needs no running simulation; what is logged outside one is dropped.
    /// </summary>
    public static ILoggerFactory LoggerFactory => RunLoggerFactory.Instance;

    /// <summary>A random generator whose numbers hang on the run's seed alone; they are drawn again in a replay.</summary>
    public static SimRandom Random => new(SimLoop.Require("Sim.Random"));

    /// <summary>The task that runs this code; null in a callback and in plain <c>async Task</c> code after its first await.</summary>
    public static ISimTask? CurrentTask => ((TaskCore?)SimLoop.Require("Sim.CurrentTask").CurrentTask)?.Face as ISimTask;

    /// <summary>The tasks that have not ended, in order of creation.</summary>
    public static IReadOnlyList<ISimTask> AllTasks =>
        [.. TaskRegistry.Of(SimLoop.Require("Sim.AllTasks")).Pending().Select(static task => (ISimTask)task.Face)];

    /// <summary>Suspends for so long of virtual time. Of 0 or less it yields to what is ready now.</summary>
    /// <remarks>Cancelled, it ends at once with <see cref="CancelledException"/>. Takes no real time.</remarks>
    public static SleepAwaitable Sleep(TimeSpan delay) => new(SimLoop.Require("Sim.Sleep"), delay.Ticks);

    /// <summary>Suspends for so many milliseconds of virtual time. Of 0 or less it yields to what is ready now.</summary>
    public static SleepAwaitable Sleep(int milliseconds) => Sleep(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Suspends for so long of virtual time, and then gives <paramref name="value"/>.</summary>
    public static Coroutine<T> Sleep<T>(TimeSpan delay, T value) => Sleeping.Sleep(Sleep(delay), value);

    /// <summary>Lets everything that is ready now have its turn: <c>sleep(0)</c>.</summary>
    public static SleepAwaitable Yield() => new(SimLoop.Require("Sim.Yield"), 0);

    /// <summary>Makes a coroutine run by itself, from its own first step on. CPython's <c>create_task</c>.</summary>
    /// <param name="coroutine">What it runs; unused so far.</param>
    /// <param name="name">For messages; null for <c>Task-1</c>, <c>Task-2</c>, …</param>
    /// <param name="context">The execution context that it runs in; null for a copy of the present one.</param>
    /// <param name="eager">Whether it runs at once up to its first suspension; null for what <see cref="RunOptions.EagerTasks"/> says.</param>
    public static SimTask CreateTask(Coroutine coroutine, string? name = null, ExecutionContext? context = null, bool? eager = null)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        SimLoop loop = SimLoop.Require("Sim.CreateTask");
        return new SimTask(loop, coroutine, new TaskSettings(name, context, eager ?? loop.EagerTasks));
    }

    /// <inheritdoc cref="CreateTask(Coroutine, string?, ExecutionContext?, bool?)"/>
    public static SimTask<T> CreateTask<T>(Coroutine<T> coroutine, string? name = null, ExecutionContext? context = null, bool? eager = null) =>
        TaskMaker.Create(SimLoop.Require("Sim.CreateTask"), coroutine, name, context, eager);

    /// <summary>A task for a coroutine, and a future as it is. CPython's <c>ensure_future</c>.</summary>
    public static SimFuture EnsureFuture(Awaitable awaitable) => awaitable.Ensure(SimLoop.Require("Sim.EnsureFuture"));

    /// <inheritdoc cref="EnsureFuture(Awaitable)"/>
    public static SimFuture<T> EnsureFuture<T>(Coroutine<T> coroutine) => CreateTask(coroutine);

    /// <summary>A future that ends as a plain task does. Cancelling it leaves the task alone. CPython's <c>wrap_future</c>.</summary>
    public static SimFuture<T> WrapFuture<T>(Task<T> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Threads.Wrap(task, () => task.Result, SimLoop.Require("Sim.WrapFuture"));
    }

    /// <inheritdoc cref="WrapFuture{T}(Task{T})"/>
    public static SimFuture<ValueTuple> WrapFuture(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Threads.Wrap(task, static () => default(ValueTuple), SimLoop.Require("Sim.WrapFuture"));
    }

    /// <summary>
    /// Waits for all, and gives their results in the order in which they were given. The first exception is passed on at once; the others go on.
    /// Cancelling the future cancels all that are not done. CPython's <c>gather</c>.
    /// </summary>
    /// <returns>A future; for no operand one that is done.</returns>
    public static SimFuture<T[]> Gather<T>(params IEnumerable<SimFuture<T>> futures) =>
        GatherFuture<T>.Gather(SimLoop.Require("Sim.Gather"), futures.Select(static future => (Awaitable)future), static done => ((SimFuture<T>)done).Result, null);

    /// <inheritdoc cref="Gather{T}(IEnumerable{SimFuture{T}})"/>
    /// <remarks>Each coroutine becomes a task; one that is given twice becomes one.</remarks>
    public static SimFuture<T[]> Gather<T>(params IEnumerable<Coroutine<T>> coroutines) =>
        GatherFuture<T>.Gather(SimLoop.Require("Sim.Gather"), coroutines.Select(static coroutine => (Awaitable)coroutine), static done => ((SimFuture<T>)done).Result, null);

    /// <inheritdoc cref="Gather{T}(IEnumerable{SimFuture{T}})"/>
    /// <remarks>A coroutine becomes a task; one that is given twice becomes one. What has no result gives null.</remarks>
    public static SimFuture<object?[]> Gather(params IEnumerable<Awaitable> awaitables) =>
        GatherFuture<object?>.Gather(SimLoop.Require("Sim.Gather"), awaitables, static done => done.BoxedResult, null);

    /// <inheritdoc cref="Gather(IEnumerable{Awaitable})"/>
    public static SimFuture<object?[]> Gather(params IEnumerable<Coroutine> coroutines) =>
        Gather(coroutines.Select(static coroutine => (Awaitable)coroutine));

    /// <inheritdoc cref="Gather(IEnumerable{Awaitable})"/>
    public static SimFuture<object?[]> Gather(params IEnumerable<SimFuture> futures) =>
        Gather(futures.Select(static future => (Awaitable)future));

    /// <summary>As <see cref="Gather(IEnumerable{Awaitable})"/>, with exceptions and cancellations among the results: <c>return_exceptions=True</c>.</summary>
    public static SimFuture<object?[]> GatherWithExceptions(params IEnumerable<Awaitable> awaitables) =>
        GatherFuture<object?>.Gather(SimLoop.Require("Sim.GatherWithExceptions"), awaitables, static done => done.BoxedResult, static exception => exception);

    /// <summary>Waits until some or all futures are done. Throws nothing of theirs, and cancels none. Always suspends. CPython's <c>wait</c>.</summary>
    /// <param name="futures">At least one; one that is given twice counts once.</param>
    /// <param name="timeout">At most so long; null for as long as it takes.</param>
    /// <param name="returnWhen">What it waits for.</param>
    /// <exception cref="ArgumentException">There are no futures.</exception>
    public static Coroutine<WaitResult<TFuture>> Wait<TFuture>(
        IEnumerable<TFuture> futures, TimeSpan? timeout = null, ReturnWhen returnWhen = ReturnWhen.AllCompleted)
        where TFuture : SimFuture
    {
        ArgumentNullException.ThrowIfNull(futures);
        return Waiting.Wait(futures, timeout, returnWhen);
    }

    /// <summary>
    /// Awaits a coroutine or future, for at most so long; then cancels it, waits for its end, and throws. CPython's <c>wait_for</c>.
    /// </summary>
    /// <remarks>A coroutine runs inside the task that awaits this, unless <paramref name="timeout"/> is 0 or less, which cancels it before it begins.</remarks>
    /// <param name="coroutine">What is awaited.</param>
    /// <param name="timeout">At most so long; null for as long as it takes.</param>
    /// <exception cref="TimeoutException">The time was over.</exception>
    public static Coroutine<T> WaitFor<T>(Coroutine<T> coroutine, TimeSpan? timeout) =>
        Waiting.WaitFor(coroutine, static done => ((SimFuture<T>)done).Result, static coroutine => (Coroutine<T>)coroutine, timeout);

    /// <inheritdoc cref="WaitFor{T}(Coroutine{T}, TimeSpan?)"/>
    public static Coroutine<T> WaitFor<T>(SimFuture<T> future, TimeSpan? timeout) =>
        Waiting.WaitFor(future, static done => ((SimFuture<T>)done).Result, static _ => throw new SimulationBugException("A future is no coroutine."), timeout);

    /// <inheritdoc cref="WaitFor{T}(Coroutine{T}, TimeSpan?)"/>
    public static Coroutine WaitFor(Coroutine coroutine, TimeSpan? timeout) =>
        Waiting.WaitFor(coroutine, static done => done.BoxedResult, Sleeping.WithoutResult, timeout);

    /// <inheritdoc cref="WaitFor{T}(Coroutine{T}, TimeSpan?)"/>
    public static Coroutine WaitFor(SimFuture future, TimeSpan? timeout) =>
        Waiting.WaitFor(future, static done => done.BoxedResult, static _ => throw new SimulationBugException("A future is no coroutine."), timeout);

    /// <summary>A future that ends as <paramref name="future"/> does; cancelling it leaves that alone. A done one is given back as it is. CPython's <c>shield</c>.</summary>
    public static SimFuture<T> Shield<T>(SimFuture<T> future)
    {
        ArgumentNullException.ThrowIfNull(future);
        return ShieldFuture<T>.Shield(future);
    }

    /// <inheritdoc cref="Shield{T}(SimFuture{T})"/>
    public static SimFuture<T> Shield<T>(Coroutine<T> coroutine) => ShieldFuture<T>.Shield(CreateTask(coroutine));

    /// <inheritdoc cref="Shield{T}(SimFuture{T})"/>
    public static SimFuture<ValueTuple> Shield(Coroutine coroutine) => ShieldFuture<ValueTuple>.Shield(CreateTask(coroutine));

    /// <summary>Gives what it is given in order of completion. CPython's <c>as_completed</c>.</summary>
    /// <param name="futures">What to wait for; one that is given twice comes once.</param>
    /// <param name="timeout">At most so long from now, for all together; null for as long as it takes.</param>
    public static AsCompleted<T> AsCompleted<T>(IEnumerable<SimFuture<T>> futures, TimeSpan? timeout = null) =>
        new(SimLoop.Require("Sim.AsCompleted"), futures.Select(static future => (Awaitable)future), timeout, static done => ((SimFuture<T>)done).Result);

    /// <inheritdoc cref="AsCompleted{T}(IEnumerable{SimFuture{T}}, TimeSpan?)"/>
    public static AsCompleted<T> AsCompleted<T>(IEnumerable<Coroutine<T>> coroutines, TimeSpan? timeout = null) =>
        new(SimLoop.Require("Sim.AsCompleted"), coroutines.Select(static coroutine => (Awaitable)coroutine), timeout, static done => ((SimFuture<T>)done).Result);

    /// <inheritdoc cref="AsCompleted{T}(IEnumerable{SimFuture{T}}, TimeSpan?)"/>
    public static AsCompleted<object?> AsCompleted(IEnumerable<Awaitable> awaitables, TimeSpan? timeout = null) =>
        new(SimLoop.Require("Sim.AsCompleted"), awaitables, timeout, static done => done.BoxedResult);

    /// <summary>Runs a block of code with a deadline. CPython's <c>timeout</c>.</summary>
    /// <param name="delay">From the moment at which this is called; null for no deadline, 0 or less for one that strikes at the first suspension.</param>
    /// <param name="body">The block, with a handle to move its deadline.</param>
    /// <exception cref="TimeoutException">The deadline passed, and its cancellation left the block.</exception>
    public static Coroutine Timeout(TimeSpan? delay, Func<SimTimeout, Coroutine> body) => SimTimeout.Run(Deadline(delay), body ?? throw new ArgumentNullException(nameof(body)));

    /// <inheritdoc cref="Timeout(TimeSpan?, Func{SimTimeout, Coroutine})"/>
    public static Coroutine Timeout(TimeSpan? delay, Func<Coroutine> body) => SimTimeout.Run(Deadline(delay), _ => body());

    /// <inheritdoc cref="Timeout(TimeSpan?, Func{SimTimeout, Coroutine})"/>
    public static Coroutine<T> Timeout<T>(TimeSpan? delay, Func<SimTimeout, Coroutine<T>> body) => SimTimeout.Run(Deadline(delay), body ?? throw new ArgumentNullException(nameof(body)));

    /// <inheritdoc cref="Timeout(TimeSpan?, Func{SimTimeout, Coroutine})"/>
    public static Coroutine<T> Timeout<T>(TimeSpan? delay, Func<Coroutine<T>> body) => SimTimeout.Run(Deadline(delay), _ => body());

    /// <summary>As <see cref="Timeout(TimeSpan?, Func{SimTimeout, Coroutine})"/>, with the deadline since the run began. CPython's <c>timeout_at</c>.</summary>
    public static Coroutine TimeoutAt(TimeSpan? deadline, Func<SimTimeout, Coroutine> body) =>
        SimTimeout.Run(new SimTimeout(SimLoop.Require("Sim.TimeoutAt"), deadline?.Ticks), body ?? throw new ArgumentNullException(nameof(body)));

    /// <inheritdoc cref="TimeoutAt(TimeSpan?, Func{SimTimeout, Coroutine})"/>
    public static Coroutine<T> TimeoutAt<T>(TimeSpan? deadline, Func<SimTimeout, Coroutine<T>> body) =>
        SimTimeout.Run(new SimTimeout(SimLoop.Require("Sim.TimeoutAt"), deadline?.Ticks), body ?? throw new ArgumentNullException(nameof(body)));

    /// <summary>
    /// Runs a function that blocks, or just takes long, beside the coroutines: in one step of its own, in a copy of the context. CPython's <c>to_thread</c>.
    /// </summary>
    /// <param name="function">What to run. It is not interrupted; cancelled before its step, it never runs, and after it its result is dropped.</param>
    /// <param name="duration">How much virtual time passes until its result is there; 0 by default.</param>
    public static Coroutine<T> ToThread<T>(Func<T> function, TimeSpan duration = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        return Threads.ToThread(function, duration);
    }

    /// <inheritdoc cref="ToThread{T}(Func{T}, TimeSpan)"/>
    public static Coroutine ToThread(Action function, TimeSpan duration = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return ToThread<object?>(
            () =>
            {
                function();
                return null;
            },
            duration);
    }

    /// <summary>
    /// Makes a task of a coroutine on a loop that this thread does not run, and gives a plain task for its end. CPython's
    /// <c>run_coroutine_threadsafe</c>. See <see cref="SimLoop.CallSoonThreadsafe"/> for what must be allowed first.
    /// </summary>
    public static Task<T> RunCoroutineThreadsafe<T>(Coroutine<T> coroutine, SimLoop loop)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        ArgumentNullException.ThrowIfNull(loop);
        return Threads.RunThreadsafe(coroutine, loop);
    }

    /// <inheritdoc cref="RunCoroutineThreadsafe{T}(Coroutine{T}, SimLoop)"/>
    public static Task RunCoroutineThreadsafe(Coroutine coroutine, SimLoop loop) =>
        RunCoroutineThreadsafe(Sleeping.WithoutResult(coroutine ?? throw new ArgumentNullException(nameof(coroutine))), loop);

    /// <summary>Whether it is a coroutine: what calling an <c>async Coroutine</c> method gives.</summary>
    public static bool IsCoroutine(object? value) => value is Coroutine;

    /// <summary>Whether calling it gives a coroutine.</summary>
    public static bool IsCoroutineFunction(Delegate? function) => function is not null && IsCoroutineFunction(function.Method);

    /// <inheritdoc cref="IsCoroutineFunction(Delegate?)"/>
    public static bool IsCoroutineFunction(MethodInfo? method) => method is not null && typeof(Coroutine).IsAssignableFrom(method.ReturnType);

    private static SimTimeout Deadline(TimeSpan? delay)
    {
        SimLoop loop = SimLoop.Require("Sim.Timeout");
        return new SimTimeout(loop, delay is { } span ? loop.After(span.Ticks) : null);
    }
}
