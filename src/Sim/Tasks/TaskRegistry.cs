using System.Runtime.CompilerServices;
using SimAsync.Kernel;

namespace SimAsync.Tasks;

/// <summary>
/// The tasks of a loop that are not done, in order of creation; and what may have to be told at the end: coroutines that were
/// never awaited, exceptions that were never retrieved.
/// </summary>
internal sealed class TaskRegistry
{
    // Who is there, and in which order they were made.
    private const string Everyone = "all tasks";
    private const string InOrder = "all tasks, in order";

    private readonly SimLoop loop;
    private readonly List<SimFuture> failed = [];
    private readonly List<Coroutine> made = new(16);
    private int failedSweep = 64;
    private int madeSweep = 256;
    private TaskCore? first;
    private TaskCore? last;
    private int unnamed;

    private TaskRegistry(SimLoop loop)
    {
        this.loop = loop;
        loop.Waits = () => TaskWaits.Describe(loop, this, plain: true);
        loop.Suspended = () => TaskWaits.Suspended(loop, this);
    }

    /// <summary>The task that was made first of those that are left.</summary>
    public TaskCore? First => first;

    public static TaskRegistry Of(SimLoop loop) =>
        loop.Registry is { } registry ? Unsafe.As<TaskRegistry>(registry) : Make(loop);

    /// <summary>The next of <c>Task-1</c>, <c>Task-2</c>, …</summary>
    public int NextNumber()
    {
        Watched.Named("Task-N").Write();
        return ++unnamed;
    }

    public void Add(TaskCore task)
    {
        Watched.Named(Everyone).Add();
        Watched.Named(InOrder).Write();
        loop.Progress++;
        task.Previous = last;
        if (last is null)
        {
            first = task;
        }
        else
        {
            last.Next = task;
        }

        last = task;
    }

    public void Remove(TaskCore task)
    {
        Watched.Named(Everyone).Add();
        loop.Progress++;
        if (task.Previous is { } before)
        {
            before.Next = task.Next;
        }
        else
        {
            first = task.Next;
        }

        if (task.Next is { } after)
        {
            after.Previous = task.Previous;
        }
        else
        {
            last = task.Previous;
        }

        (task.Previous, task.Next) = (null, null);
    }

    public IReadOnlyList<TaskCore> Pending()
    {
        Watched.Named(Everyone).Read();
        Watched.Named(InOrder).Read();
        if (first is null)
        {
            return [];
        }

        var tasks = new List<TaskCore>();
        for (TaskCore? task = first; task is not null; task = task.Next)
        {
            tasks.Add(task);
        }

        return tasks;
    }

    /// <summary>A coroutine was made. Those that have begun since are dropped now and then, so the list stays short.</summary>
    public void NoteMade(Coroutine coroutine)
    {
        if (made.Count >= madeSweep)
        {
            made.RemoveAll(static coroutine => !coroutine.IsUnstarted);
            madeSweep = Math.Max(256, made.Count * 2);
        }

        made.Add(coroutine);
    }

    public void NoteFailed(SimFuture future)
    {
        if (failed.Count >= failedSweep)
        {
            failed.RemoveAll(static future => !future.IsUnretrieved);
            failedSweep = Math.Max(64, failed.Count * 2);
        }

        failed.Add(future);
    }

    /// <summary>The run is over: tells what CPython's finalizers would, in an order that does not hang on a collector.</summary>
    public void TellLeftovers()
    {
        foreach (TaskCore task in Pending())
        {
            loop.Warnings.Add(
                SimWarningKind.DestroyedPending,
                $"The task was destroyed while it was pending: the run is over, and cancelling did not end it. It waits for {TaskWaits.Describe(task)}.",
                task.ToString());
        }

        // Both lists are gone through by number: what is told may lead to more.
        for (int i = 0; i < failed.Count; i++)
        {
            SimFuture future = failed[i];
            if (!future.IsUnretrieved)
            {
                continue;
            }

            Exception? exception = future.Exception;
            loop.Warnings.Add(
                SimWarningKind.NeverRetrieved,
                $"The exception of {future.Describe()} was never retrieved: {exception?.GetType().Name}: {exception?.Message}",
                (future as ITaskFuture)?.Core.ToString(),
                exception);
        }

        for (int i = 0; i < made.Count; i++)
        {
            Coroutine coroutine = made[i];
            if (!coroutine.IsUnstarted)
            {
                continue;
            }

            loop.Warnings.Add(
                SimWarningKind.NeverAwaited,
                $"The coroutine {coroutine.Name} was never awaited: nothing of it has run."
                + (coroutine.MadeAt is { } where ? $" It was made{where}" : " RunOptions.Debug tells where it was made."));
        }

        made.Clear();
        failed.Clear();
    }

    private static TaskRegistry Make(SimLoop loop)
    {
        var registry = new TaskRegistry(loop);
        loop.Registry = registry;
        return registry;
    }
}
