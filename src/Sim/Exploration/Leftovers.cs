using SimAsync.Kernel;
using SimAsync.Tasks;

namespace SimAsync.Exploration;

/// <summary>What goes on, is held or does not hold after main has ended.</summary>
internal static class Leftovers
{
    /// <summary>Lets what is ready run until it rests, and tells what is wrong then; null if nothing is.</summary>
    public static Exception? Find(SimLoop loop, RunOptions options)
    {
        LoopEnd end = loop.Settle();
        if (loop.Unhandled is { } unhandled)
        {
            return unhandled.SourceException;
        }

        if ((options.NoTasksLeft || options.NoMethodsLeft) && Tasks(loop, end, options) is { Count: > 0 } left)
        {
            return new TasksLeftException(loop, left);
        }

        string[] held = [.. loop.Locks.Select(static one => one.Left()).OfType<string>()];
        if (held.Length > 0)
        {
            return new LocksHeldException(loop, held);
        }

        try
        {
            loop.CheckAtEnd();
            return null;
        }
        catch (InvariantException e)
        {
            return e;
        }
    }

    private static List<SimWait> Tasks(SimLoop loop, LoopEnd end, RunOptions options)
    {
        List<SimWait> left = [.. TaskWaits.Describe(loop, TaskRegistry.Of(loop), plain: options.NoMethodsLeft), .. Abandoned(loop)];
        if (!options.NoMethodsLeft)
        {
            left.AddRange(Delayed(loop));
        }

        if (end == LoopEnd.StepBound)
        {
            left.AddRange(loop.DescribeReady().Select(static ready => new SimWait("root", ready, "its turn", [], null, null, null, null)));
        }

        return left;
    }

    private static SimWait[] Abandoned(SimLoop loop) =>
        loop.Abandoned is { } step ? [TaskWaits.Blocked(step, step.Task is null ? "plain code" : $"{step.Task}")] : [];

    // Async methods that a timer will let go. A timer that none waits for is no task.
    private static IEnumerable<SimWait> Delayed(SimLoop loop) =>
        from work in loop.Armed()
        where work is not TaskCore
        from method in Continuations.AwaitersOf(work.Awakens)
        select TaskWaits.Of(method);
}
