using SimAsync.Kernel;

namespace SimAsync.Tasks;

/// <summary>What goes on after main has ended.</summary>
internal static class Leftovers
{
    /// <summary>Lets what is ready run until it rests, and fails if something is left then.</summary>
    public static Exception? Find(SimLoop loop)
    {
        LoopEnd end = loop.Settle();
        if (loop.Unhandled is { } unhandled)
        {
            return unhandled.SourceException;
        }

        List<SimWait> left = [.. TaskWaits.Describe(loop, TaskRegistry.Of(loop), plain: false), .. Abandoned(loop), .. Delayed(loop)];
        if (end == LoopEnd.StepBound)
        {
            left.AddRange(loop.DescribeReady().Select(static ready => new SimWait("root", ready, "its turn", [], null, null, null, null)));
        }

        return left.Count == 0 ? null : new TasksLeftException(loop, left);
    }

    private static SimWait[] Abandoned(SimLoop loop) =>
        loop.Abandoned is { } step ? [TaskWaits.Blocked(step, step.Task is null ? "plain code" : $"{step.Task}")] : [];

    // Async methods that a timer will let go. A timer that none waits for is no task.
    private static IEnumerable<SimWait> Delayed(SimLoop loop) =>
        from work in loop.Armed()
        where work is not TaskCore
        from method in Continuations.AwaitersOf(work.Awakens)
        select new SimWait("root", method.Method, method.Awaits, [], method.Method, method.At, null, null);
}
