using System.Diagnostics;
using SimAsync.Tasks;

namespace SimAsync;

/// <summary>A coroutine that runs by itself: asyncio's <c>Task</c>. Made by <see cref="Sim.CreateTask{T}"/>.</summary>
/// <typeparam name="T">The type of the coroutine's result.</typeparam>
[DebuggerTypeProxy(typeof(TaskView))]
public class SimTask<T> : SimFuture<T>, ISimTask, ITaskFuture
{
    private readonly TaskCore core;

    internal SimTask(SimLoop loop, Coroutine coroutine, TaskSettings settings)
        : base(loop)
    {
        core = new TaskCore(this, loop, coroutine, settings);
        core.Start(settings.Eager);
    }

    /// <inheritdoc/>
    public string Name
    {
        get => core.Name;
        set => core.Name = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <inheritdoc/>
    public string Path => core.Path.ToString();

    /// <inheritdoc/>
    public int Cancelling => core.Cancelling;

    /// <inheritdoc/>
    public ExecutionContext? Context => core.Context;

    /// <inheritdoc/>
    public SimFuture Future => this;

    TaskCore ITaskFuture.Core => core;

    /// <inheritdoc/>
    public int Uncancel() => core.Uncancel();

    /// <inheritdoc/>
    public IReadOnlyList<StackEntry> GetStack(int? limit = null) => core.GetStack(limit);

    /// <inheritdoc/>
    public void PrintStack(TextWriter? writer = null, int? limit = null) => core.PrintStack(writer ?? Console.Error, limit);

    /// <summary>Not for a task: its coroutine gives it its result.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public sealed override void SetResult(T value) =>
        throw new InvalidOperationException($"The result of {Describe()} is its coroutine's to set. Use a SimFuture for one that you set.");

    /// <summary>Not for a task: its coroutine lets it fail.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public sealed override void SetException(Exception exception) =>
        throw new InvalidOperationException($"The exception of {Describe()} is its coroutine's to throw. Use a SimFuture for one that you set.");

    /// <summary>The task's path and name.</summary>
    public override string ToString() => Describe();

    internal override string Describe() => core.ToString();

    internal override void TakeResult(Coroutine ended) =>
        Settle(ended is Coroutine<T> typed ? typed.Outcome! : default!);
}

/// <summary>A task whose coroutine has no result.</summary>
public sealed class SimTask : SimTask<ValueTuple>
{
    internal SimTask(SimLoop loop, Coroutine coroutine, TaskSettings settings)
        : base(loop, coroutine, settings)
    {
    }
}
