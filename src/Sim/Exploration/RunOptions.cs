using Microsoft.Extensions.Logging;

namespace SimAsync;

/// <summary>How one run goes. Every option is checked when it is set.</summary>
public record RunOptions
{
    private Strategy strategy = Strategy.InOrder;
    private int maxSteps = 1_000_000;
    private TimeSpan? maxTime;
    private int? livelockSteps = 10_000;
    private long? breakAtStep;
    private int breakAtDeviations;
    private TimeSpan foreignWait = TimeSpan.FromSeconds(10);

    /// <summary>How the next step is chosen. The default is <see cref="Strategy.InOrder"/>, as asyncio would.</summary>
    public Strategy Strategy
    {
        get => strategy;
        init => strategy = value ?? throw new ArgumentNullException(nameof(Strategy));
    }

    /// <summary>What the strategy's choices and <see cref="Sim.Random"/> hang on. Any number; 0 by default.</summary>
    public ulong Seed { get; init; }

    /// <summary>After so many steps the run fails with a <see cref="StepLimitException"/>. From 1; 1,000,000 by default.</summary>
    public int MaxSteps
    {
        get => maxSteps;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxSteps));
            maxSteps = value;
        }
    }

    /// <summary>
    /// A run that would go on past this virtual time fails with a <see cref="TimeLimitException"/>. More than 0; null, the default, for no bound.
    /// </summary>
    public TimeSpan? MaxTime
    {
        get => maxTime;
        init
        {
            if (value is { } time)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero, nameof(MaxTime));
            }

            maxTime = value;
        }
    }

    /// <summary>
    /// After so many steps without progress it is looked whether the run goes round in circles; if so, it fails with a <see cref="LivelockException"/>. From 1; 10,000 by
    /// default; null for never.
    /// </summary>
    /// <remarks>
    /// No progress is: no time has passed, no task was made or has ended, no future of the simulation's got its outcome, nothing was drawn or chosen. Then it goes round in
    /// circles if all that is ready has had steps, and all that took part stands where it stood, with the same locals, and the same in the objects that these lead to. Static
    /// fields are not looked at: a loop that counts in one alone would be taken for one that never ends.
    /// </remarks>
    public int? LivelockSteps
    {
        get => livelockSteps;
        init
        {
            if (value is { } steps)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1, nameof(LivelockSteps));
            }

            livelockSteps = value;
        }
    }

    /// <summary>
    /// Whether a run fails with an <see cref="UnobservedException"/> if a coroutine's task, or a future, failed and nobody asked for its exception, up to the end of the
    /// run. False by default: it is a warning.
    /// </summary>
    /// <remarks>
    /// Of plain tasks it is not told: which of them failed, and whether anybody has looked, is known to the task alone, and which tasks there were only to the garbage collector. What an
    /// <c>async void</c> method throws fails the run in any case.
    /// </remarks>
    public bool NoUnobservedExceptions { get; init; }

    /// <summary>What steps may cost in virtual time, so that timeouts race with completions. Null, the default, for nothing.</summary>
    public StepCost? StepCost { get; init; }

    /// <summary>Whether tasks start eagerly unless told otherwise: asyncio's <c>eager_task_factory</c>. False by default.</summary>
    public bool EagerTasks { get; init; }

    /// <summary>
    /// Whether cancelling tasks that await each other in a ring throws an <see cref="InvalidOperationException"/>, as CPython raises a RecursionError. False by
    /// default: the ring is broken at one of them, which is cancelled, and so all end. At the end of a run rings are broken in any case.
    /// </summary>
    public bool RaiseOnRings { get; init; }

    /// <summary>Whether coroutines remember where they were made. Costs a stack trace for each. False by default.</summary>
    public bool Debug { get; init; }

    /// <summary>
    /// Whether a run fails if tasks are left when main has ended: coroutines, async methods that wait for a delay, blocked steps. What is ready by
    /// then first runs until it rests, without time passing; what ends in that is not left. False by default; <c>[SimTest]</c> sets it.
    /// </summary>
    /// <remarks>An async method that waits for what nothing can complete any more is not seen: nothing refers to it.</remarks>
    public bool NoTasksLeft { get; init; }

    /// <summary>
    /// As <see cref="NoTasksLeft"/>, and sees every async method that has not ended, so every <c>finally</c> block that has not run, also where nothing refers to the method any more. Has the framework
    /// keep its list of async methods, which costs some time for each of them. False by default; <c>[SimTest(InjectCancellation = true)]</c> sets it.
    /// </summary>
    public bool NoMethodsLeft { get; init; }

    /// <summary>
    /// Whether a run fails with a <see cref="LocksHeldException"/> if, when main has ended, a <see cref="SimLock"/>, or permits of a <see cref="SimSemaphore"/>, are held by tasks that have ended.
    /// False by default. For a lock of .NET's, which does not tell who holds it, use <see cref="Sim.AtEnd"/>.
    /// </summary>
    public bool NoLocksHeld { get; init; }

    /// <summary>Whether to keep the <see cref="RunReport.Trace"/>. Costs memory for each step. False by default.</summary>
    public bool Trace { get; init; }

    /// <summary>
    /// The step at whose beginning an attached debugger breaks, as <see cref="Sim.BreakAtStep"/>. Of the runs of an exploration only the one that is reported does: the failing one, shrunk, as it is
    /// played again. From 1; null, the default, for none.
    /// </summary>
    public long? BreakAtStep
    {
        get => breakAtStep;
        init
        {
            if (value is { } step)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(step, 1, nameof(BreakAtStep));
            }

            breakAtStep = value;
        }
    }

    /// <summary>
    /// An attached debugger breaks at the first so many deviations: before a step that goes out of order, and where a choice gets another answer than the usual one. In an exploration as
    /// <see cref="BreakAtStep"/>. From 0, the default, for none; <see cref="int.MaxValue"/> for all.
    /// </summary>
    public int BreakAtDeviations
    {
        get => breakAtDeviations;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(BreakAtDeviations));
            breakAtDeviations = value;
        }
    }

    /// <summary>
    /// Whether other threads may take part: complete what the run awaits, or call in. The loop then waits for them when it has nothing else to do, and
    /// the run cannot be played again. False by default: what comes from outside fails the run.
    /// </summary>
    public bool ForeignThreads { get; init; }

    /// <summary>How long to wait, in real time, for another thread that is to call in. More than 0; 10 seconds by default.</summary>
    public TimeSpan ForeignWait
    {
        get => foreignWait;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, nameof(ForeignWait));
            foreignWait = value;
        }
    }

    /// <summary>Whether steps that the thread pool would run get a synchronization context, by which they are held when they block.</summary>
    /// <remarks>Set by the runs themselves, when one blocks there: until then such code has no context, as on the pool.</remarks>
    internal bool HoldPoolWaits { get; set; }

    /// <summary>The steps on the pool's side that are to be stopped at once if they block. Set by the runs themselves, when such steps take long.</summary>
    internal IReadOnlySet<long>? ProbedSteps { get; set; }

    /// <summary>Whether steps on the pool's side have been found to take long, and not to wait.</summary>
    internal bool HasSlowSteps { get; set; }

    /// <summary>For how long a step may block where it is not held before it is stopped. Set by the runs themselves.</summary>
    internal Kernel.StallPatience Patience { get; set; }

    /// <summary>The assembly that the test stands in, for telling why a run may differ each time; null if it is not known.</summary>
    internal System.Reflection.Assembly? TestAssembly { get; set; }

    /// <summary>Whether to keep what steps are compared by.</summary>
    internal bool KeepMarks { get; set; }

    /// <summary>Whether it is one of an exploration's runs, and not the one that is reported: what the code under test logs is dropped, and no debugger breaks.</summary>
    internal bool IsTrial { get; set; }

    /// <summary>Whether to look at the real clock when a step begins, by which timeouts of blocking waits are known to be exact. Set by the runs themselves.</summary>
    internal bool MeasureSteps { get; set; }

    /// <summary>
    /// Where the simulation logs: warnings, explorations, and at lower levels what happens in a run; and where what the code under test logs by <see cref="Sim.LoggerFactory"/> goes, in a scope with <c>Task</c>,
    /// <c>Step</c> and <c>Time</c>. Null, the default, for nowhere; warnings and logs are in the <see cref="RunReport"/> in any case.
    /// </summary>
    /// <remarks>Levels and events: <c>docs/logging.md</c>. Of an exploration's runs only the one that is reported logs more than warnings, unless <see cref="ExploreOptions.LogEveryRun"/> is set.</remarks>
    public ILoggerFactory? LoggerFactory { get; init; }
}
