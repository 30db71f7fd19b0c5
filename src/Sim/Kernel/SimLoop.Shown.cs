using System.Diagnostics;
using SimAsync.Kernel;
using SimAsync.Scheduler;

namespace SimAsync;

// What a debugger shows. It asks at any moment, in the middle of a step too: so nothing may come of it, in the run and in what the strategy learns of it.
[DebuggerDisplay("{DebuggerText,nq}")]
[DebuggerTypeProxy(typeof(View))]
public sealed partial class SimLoop
{
    private string DebuggerText => Quietly(() =>
        $"{Describe.Instant(Time, steps)}: {(closed ? "closed" : CurrentTask is { } task ? $"runs {task}" : inStep ? $"runs a step of {CurrentPath}" : "between two steps")}, {tail - head} ready");

    /// <summary>Tells something for a person, so that the strategy does not take it for what the running step uses. What cannot be told is told as that.</summary>
    internal static string Quietly(Func<string> tell) => Quietly(tell, static e => $"it cannot be told: {e.GetType().Name}: {e.Message}");

    /// <inheritdoc cref="Quietly(Func{string})"/>
    internal static string[] Quietly(Func<IEnumerable<string>> tell) => Quietly(() => tell().ToArray(), static e => [$"it cannot be told: {e.GetType().Name}: {e.Message}"]);

    private static T Quietly<T>(Func<T> tell, Func<Exception, T> otherwise)
    {
        SimLoop? loop = current;
        Footprint? used = loop?.footprint;
        try
        {
            loop?.footprint = null;
            return tell();
        }
        catch (Exception e)
        {
            return otherwise(e);
        }
        finally
        {
            loop?.footprint = used;
        }
    }

    private static string Shown(Step step) => Quietly(() => ((IWork)step.Work).Describe(step.Argument));

    /// <summary>What is seen of a loop on opening it.</summary>
    private sealed class View(SimLoop loop)
    {
        public TimeSpan Time => loop.Time;

        public long Step => loop.steps;

        public string? Task => Quietly(() => loop.CurrentTask?.ToString() ?? "");

        /// <summary>The ready steps: the first would go next, in order.</summary>
        public string[] Ready => Quietly(loop.DescribeReady);

        public string[] Timers => Quietly(() => loop.Armed().Select(static work => work.Describe(null)));

        public string[] Waits => Quietly(() => loop.Waits().Select(static wait => wait.ToString()));

        public IReadOnlyList<SimWarning> Warnings => loop.Warnings.All;
    }
}
