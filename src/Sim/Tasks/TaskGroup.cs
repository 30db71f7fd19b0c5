using System.Diagnostics;
using System.Runtime.ExceptionServices;
using SimAsync.Kernel;
using SimAsync.Tasks;

namespace SimAsync;

/// <summary>
/// Tasks that end together: asyncio's <c>TaskGroup</c>. <see cref="Run(Func{TaskGroup, Coroutine})"/> returns when its body and all its tasks have
/// ended. The first that fails cancels the others and the body; what they fail with is thrown as one <see cref="AggregateException"/>.
/// </summary>
/// <remarks>Source: CPython 3.14, <c>asyncio/taskgroups.py</c>.</remarks>
[DebuggerDisplay("{DebuggerText,nq}")]
public sealed class TaskGroup
{
    private readonly Watched watched = Watched.New();
    private readonly SimLoop loop;
    private readonly TaskCore parent;
    private readonly LinkedList<SimFuture> tasks = new();
    private readonly List<Exception> errors = [];
    private bool exiting;
    private bool aborting;
    private bool parentCancelRequested;
    private Waiter? allDone;

    private TaskGroup()
    {
        loop = SimLoop.Require("TaskGroup.Run");
        parent = (TaskCore?)loop.CurrentTask
            ?? throw new InvalidOperationException("A task group needs a task that it belongs to: await TaskGroup.Run inside a coroutine.");
    }

    /// <summary>Runs <paramref name="body"/> with a new group, and waits for the group's tasks.</summary>
    /// <exception cref="AggregateException">The body or a task failed: all their exceptions but cancellations, in order of ending, the body's last.</exception>
    public static async Coroutine Run(Func<TaskGroup, Coroutine> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var group = new TaskGroup();
        Exception? thrown = null;
        try
        {
            await body(group);
        }
        catch (Exception e)
        {
            thrown = e;
        }

        await group.Leave(thrown);
    }

    /// <inheritdoc cref="Run(Func{TaskGroup, Coroutine})"/>
    /// <returns>What the body returns.</returns>
    public static async Coroutine<T> Run<T>(Func<TaskGroup, Coroutine<T>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var group = new TaskGroup();
        T result = default!;
        Exception? thrown = null;
        try
        {
            result = await body(group);
        }
        catch (Exception e)
        {
            thrown = e;
        }

        await group.Leave(thrown);
        return result;
    }

    /// <summary>Makes a task that belongs to the group.</summary>
    /// <exception cref="InvalidOperationException">The group has ended, or is shutting down because something failed.</exception>
    /// <inheritdoc cref="Sim.CreateTask(Coroutine, string?, ExecutionContext?, bool?)"/>
    public SimTask CreateTask(Coroutine coroutine, string? name = null, ExecutionContext? context = null, bool? eager = null)
    {
        ThrowIfOver(coroutine);
        var task = new SimTask(loop, coroutine, new TaskSettings(name, context, eager ?? loop.EagerTasks));
        Add(task);
        return task;
    }

    /// <inheritdoc cref="CreateTask(Coroutine, string?, ExecutionContext?, bool?)"/>
    public SimTask<T> CreateTask<T>(Coroutine<T> coroutine, string? name = null, ExecutionContext? context = null, bool? eager = null)
    {
        ThrowIfOver(coroutine);
        SimTask<T> task = TaskMaker.Create(loop, coroutine, name, context, eager);
        Add(task);
        return task;
    }

    private string DebuggerText => SimLoop.Quietly(() =>
        $"a TaskGroup of {parent}: {tasks.Count} left{(aborting ? ", aborting" : exiting ? ", its body has ended" : "")}{Shown.Names(": ", tasks.Select(static task => task.Describe()))}");

    private void ThrowIfOver(Coroutine coroutine)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        watched.Write();
        string? why = exiting && tasks.Count == 0 ? "has ended" : aborting ? "is shutting down" : null;
        if (why is not null)
        {
            if (coroutine.IsUnstarted)
            {
                coroutine.Close();
            }

            throw new InvalidOperationException($"The task group {why}: it takes no more tasks.");
        }
    }

    private void Add(SimFuture task)
    {
        task.AddCallback(new Watcher(loop, this, tasks.AddLast(task)));
    }

    // CPython's _aexit.
    private async Coroutine Leave(Exception? thrown)
    {
        watched.Write();
        exiting = true;
        Exception? cancelled = thrown as OperationCanceledException;
        if (thrown is not null && !aborting)
        {
            Abort();
        }

        // More than one cancellation can come while the tasks end; each gets its own future to strike.
        while (tasks.Count > 0)
        {
            allDone ??= new Waiter(loop, $"the tasks of a group ({tasks.Count} left)");
            try
            {
                await allDone;
            }
            catch (OperationCanceledException e)
            {
                if (!aborting)
                {
                    cancelled = e;
                    Abort();
                }
            }

            watched.Write();
            allDone = null;
        }

        if (parentCancelRequested && parent.Uncancel() == 0)
        {
            cancelled = null;
        }

        if (cancelled is not null && errors.Count == 0)
        {
            ExceptionDispatchInfo.Throw(cancelled);
        }

        if (thrown is not null and not OperationCanceledException)
        {
            errors.Add(thrown);
        }

        if (errors.Count > 0)
        {
            // The parent was cancelled from outside as well: it is cancelled again, so that its next await tells it.
            if (parent.Cancelling > 0)
            {
                parent.Uncancel();
                parent.Face.Cancel();
            }

            throw new AggregateException("Tasks of a group failed.", errors);
        }

        if (thrown is not null)
        {
            ExceptionDispatchInfo.Throw(thrown);
        }
    }

    private void Abort()
    {
        watched.Write();
        aborting = true;
        foreach (SimFuture task in tasks)
        {
            task.Cancel();
        }
    }

    private void TaskDone(LinkedListNode<SimFuture> node)
    {
        SimFuture task = node.Value;
        watched.Add();
        tasks.Remove(node);
        if (tasks.Count == 0)
        {
            allDone?.Release();
        }

        if (task.IsCancelled || task.TakeError() is not { } error)
        {
            return;
        }

        watched.Write();
        errors.Add(error);
        if (parent.Face.IsDone)
        {
            loop.Warnings.Add(SimWarningKind.NeverRetrieved, $"{task.Describe()} failed, but its group's own task has ended: {error.GetType().Name}: {error.Message}", null, error);
        }
        else if (!aborting && !parentCancelRequested)
        {
            Abort();
            parentCancelRequested = true;
            parent.Face.Cancel();
        }
    }

    private sealed class Watcher(SimLoop loop, TaskGroup group, LinkedListNode<SimFuture> node) : Bookkeeper(loop)
    {
        protected override void Done(SimFuture future) => group.TaskDone(node);
    }
}
