using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using SimAsync.Exploration;
using SimAsync.Interop;

namespace SimAsync;

/// <summary>Runs a test of asynchronous code in a simulation: once, many times, or as it was recorded.</summary>
/// <remarks>
/// A test is an <c>async</c> method or lambda that returns a <see cref="Task"/> or a <see cref="Coroutine"/>. A lambda for which both would do is
/// taken as the first. It is called once for each run, and should begin with fresh state each time.
/// </remarks>
public static class Simulation
{
    /// <summary>One run, in order unless told otherwise. Returns when main has ended and what it left behind was cancelled.</summary>
    /// <param name="main">The test.</param>
    /// <param name="options">How it goes; null for the defaults.</param>
    /// <exception cref="SimulationException">The run could not go on: a deadlock, a bound, something from outside.</exception>
    /// <remarks>What main throws is thrown as it is.</remarks>
    [OverloadResolutionPriority(1)]
    public static void Run(Func<Task> main, RunOptions? options = null) => Outcome(Once(Test(main), options));

    /// <inheritdoc cref="Run(Func{Task}, RunOptions?)"/>
    /// <returns>What main returns.</returns>
    [OverloadResolutionPriority(1)]
    public static T Run<T>(Func<Task<T>> main, RunOptions? options = null) => (T)Outcome(Once(Test(main), options))!;

    /// <inheritdoc cref="Run(Func{Task}, RunOptions?)"/>
    public static void Run(Func<Coroutine> main, RunOptions? options = null) => Outcome(Once(Test(main), options));

    /// <inheritdoc cref="Run{T}(Func{Task{T}}, RunOptions?)"/>
    public static T Run<T>(Func<Coroutine<T>> main, RunOptions? options = null) => (T)Outcome(Once(Test(main), options))!;

    /// <summary>One run, with all that is known of it. Throws nothing of the run's.</summary>
    /// <inheritdoc cref="Run(Func{Task}, RunOptions?)" path="/param"/>
    [OverloadResolutionPriority(1)]
    public static RunReport Observe(Func<Task> main, RunOptions? options = null) => Once(Test(main), options);

    /// <inheritdoc cref="Observe(Func{Task}, RunOptions?)"/>
    [OverloadResolutionPriority(1)]
    public static RunReport Observe<T>(Func<Task<T>> main, RunOptions? options = null) => Once(Test(main), options);

    /// <inheritdoc cref="Observe(Func{Task}, RunOptions?)"/>
    public static RunReport Observe(Func<Coroutine> main, RunOptions? options = null) => Once(Test(main), options);

    /// <inheritdoc cref="Observe(Func{Task}, RunOptions?)"/>
    public static RunReport Observe<T>(Func<Coroutine<T>> main, RunOptions? options = null) => Once(Test(main), options);

    /// <summary>Many runs, until one fails; that one is shrunk. Throws nothing of the test's.</summary>
    /// <param name="test">The test.</param>
    /// <param name="options">How many runs, and how they go; null for the defaults.</param>
    [OverloadResolutionPriority(1)]
    public static ExploreReport Explore(Func<Task> test, ExploreOptions? options = null) => Explorer.Explore(Test(test), Of(test, options));

    /// <inheritdoc cref="Explore(Func{Task}, ExploreOptions?)"/>
    [OverloadResolutionPriority(1)]
    public static ExploreReport Explore<T>(Func<Task<T>> test, ExploreOptions? options = null) => Explorer.Explore(Test(test), Of(test, options));

    /// <inheritdoc cref="Explore(Func{Task}, ExploreOptions?)"/>
    public static ExploreReport Explore(Func<Coroutine> test, ExploreOptions? options = null) => Explorer.Explore(Test(test), Of(test, options));

    /// <inheritdoc cref="Explore(Func{Task}, ExploreOptions?)"/>
    public static ExploreReport Explore<T>(Func<Coroutine<T>> test, ExploreOptions? options = null) => Explorer.Explore(Test(test), Of(test, options));

    /// <summary>One recorded run, again.</summary>
    /// <param name="code">The code that a failure printed.</param>
    /// <param name="test">The same test.</param>
    /// <param name="options">How it goes otherwise; its strategy and seed do not count. Null for the defaults.</param>
    /// <exception cref="Scheduler.ReplayCodeException">The text is no replay code.</exception>
    /// <exception cref="ReplayDivergedException">The code under test is no longer what was recorded.</exception>
    /// <remarks>What the test throws is thrown as it is: playing a failure again fails.</remarks>
    [OverloadResolutionPriority(1)]
    public static void Replay(string code, Func<Task> test, RunOptions? options = null) => Outcome(Once(Test(test), Again(code, options)));

    /// <inheritdoc cref="Replay(string, Func{Task}, RunOptions?)"/>
    /// <returns>What the test returns.</returns>
    [OverloadResolutionPriority(1)]
    public static T Replay<T>(string code, Func<Task<T>> test, RunOptions? options = null) => (T)Outcome(Once(Test(test), Again(code, options)))!;

    /// <inheritdoc cref="Replay(string, Func{Task}, RunOptions?)"/>
    public static void Replay(string code, Func<Coroutine> test, RunOptions? options = null) => Outcome(Once(Test(test), Again(code, options)));

    /// <inheritdoc cref="Replay{T}(string, Func{Task{T}}, RunOptions?)"/>
    public static T Replay<T>(string code, Func<Coroutine<T>> test, RunOptions? options = null) => (T)Outcome(Once(Test(test), Again(code, options)))!;

    /// <summary>
    /// The places in the code under test that ask the real world for what differs from run to run: clocks, unseeded chance. Nothing else tells of them: they are
    /// looked for in the compiled code, whether it ever runs or not.
    /// </summary>
    /// <param name="assembly">The test's assembly. Those that it refers to are looked through too, if they were built with debug information, as one's own are.</param>
    public static IReadOnlyList<RealWorldRead> FindRealWorldReads(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return RealWorldReads.In(assembly);
    }

    private static ExploreOptions Of(Delegate test, ExploreOptions? options)
    {
        ArgumentNullException.ThrowIfNull(test);
        options ??= new ExploreOptions();
        return options with { TestAssembly = options.TestAssembly ?? test.Method.Module.Assembly };
    }

    private static RunReport Once(Func<Coroutine<object?>> main, RunOptions? options)
    {
        options = options is null ? new RunOptions() : options with { };
        return RunEngine.Run(main, options, options.Strategy.Search(), options.Seed, 0, options.Trace);
    }

    private static RunOptions Again(string code, RunOptions? options) =>
        (options ?? new RunOptions()) with { Strategy = Strategy.Replay(code) };

    private static object? Outcome(RunReport report)
    {
        if (report.Exception is { } exception)
        {
            ExceptionDispatchInfo.Throw(exception);
        }

        return report.Value;
    }

    private static Func<Coroutine<object?>> Test(Func<Task> test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return async Coroutine<object?> () =>
        {
            await test();
            return null;
        };
    }

    private static Func<Coroutine<object?>> Test<T>(Func<Task<T>> test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return async Coroutine<object?> () => await test();
    }

    private static Func<Coroutine<object?>> Test(Func<Coroutine> test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return async Coroutine<object?> () =>
        {
            await test();
            return null;
        };
    }

    private static Func<Coroutine<object?>> Test<T>(Func<Coroutine<T>> test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return async Coroutine<object?> () => await test();
    }
}
