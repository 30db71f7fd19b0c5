using SimAsync.Kernel;

namespace SimAsync;

/// <summary>Main has ended, and tasks go on that it did not wait for: see <see cref="RunOptions.NoTasksLeft"/>.</summary>
public sealed class TasksLeftException : SimulationException
{
    internal TasksLeftException(SimLoop loop, IReadOnlyList<SimWait> left)
        : base(loop, left, count => $"Main had ended at {Describe.Instant(loop.Time, loop.StepCount)}, and {(count == 1 ? "1 task is" : $"{count} tasks are")} left."
            + " Await what the test starts, or stop it before the test ends.")
    {
    }
}
