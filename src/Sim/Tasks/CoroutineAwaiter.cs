using System.Runtime.CompilerServices;
using SimAsync.Tasks;

namespace SimAsync;

/// <summary>For the compiler: what <c>await</c> of a <see cref="Coroutine"/> uses.</summary>
public readonly struct CoroutineAwaiter : ICriticalNotifyCompletion, ISimAwaiter
{
    private readonly Coroutine coroutine;
    private readonly bool reused;

    internal CoroutineAwaiter(Coroutine coroutine)
    {
        this.coroutine = coroutine;
        reused = !coroutine.IsUnstarted;
    }

    /// <summary>False, but for one that was used before, or outside a simulation, whose error comes at once.</summary>
    public bool IsCompleted => reused || SimLoop.Current is null;

    /// <summary>Throws what the coroutine threw.</summary>
    public void GetResult() => ThrowIfFailed(coroutine, reused);

    /// <summary>From plain async code: makes it a task, and goes on when that is done.</summary>
    public void OnCompleted(Action continuation) => RunAsTask(coroutine, continuation);

    /// <inheritdoc cref="OnCompleted"/>
    public void UnsafeOnCompleted(Action continuation) => RunAsTask(coroutine, continuation);

    internal static void ThrowIfFailed(Coroutine coroutine, bool reused)
    {
        if (reused)
        {
            throw coroutine.IsRunning ? new SelfAwaitException(coroutine) : coroutine.ReusedError();
        }

        if (coroutine.Error is { } error)
        {
            SimLoop.Require("await of a Coroutine").Rethrower.Throw(error);
        }

        // Only where no simulation runs does an await come here too early. Thrown by OnCompleted, the error would end the process.
        if (!coroutine.IsEnded)
        {
            SimLoop.Require("await of a Coroutine");
            throw coroutine.ReusedError();
        }
    }

    internal static void RunAsTask(Coroutine coroutine, Action continuation)
    {
        SimLoop loop = SimLoop.Require("await of a Coroutine");
        SimFuture task = TaskMaker.Create(loop, coroutine, null, null, null);
        if (coroutine.IsUnstarted)
        {
            // Who awaits has it from now on, as in a coroutine: another await, or another task of it, is to see that.
            coroutine.Begin(((ITaskFuture)task).Core, null);
        }

        task.AddCallback(new ForeignContinuation(loop, task, continuation));
    }

    void ISimAwaiter.Suspend(TaskCore task) => task.Call(coroutine);

    // The awaiter throws the coroutine's error, so the task's own copy is retrieved.
    private sealed class ForeignContinuation(SimLoop loop, SimFuture task, Action continuation) : IFutureCallback
    {
        private readonly FutureCallback callback = new(loop, continuation);

        public void Completed(SimFuture future)
        {
            task.TakeError();
            callback.Completed(future);
        }
    }
}

/// <summary>For the compiler: what <c>await</c> of a <see cref="Coroutine{T}"/> uses.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
public readonly struct CoroutineAwaiter<T> : ICriticalNotifyCompletion, ISimAwaiter
{
    private readonly Coroutine<T> coroutine;
    private readonly bool reused;

    internal CoroutineAwaiter(Coroutine<T> coroutine)
    {
        this.coroutine = coroutine;
        reused = !coroutine.IsUnstarted;
    }

    /// <summary>False, but for one that was used before, or outside a simulation, whose error comes at once.</summary>
    public bool IsCompleted => reused || SimLoop.Current is null;

    /// <summary>The coroutine's result; throws what it threw.</summary>
    public T GetResult()
    {
        CoroutineAwaiter.ThrowIfFailed(coroutine, reused);
        return coroutine.Outcome!;
    }

    /// <summary>From plain async code: makes it a task, and goes on when that is done.</summary>
    public void OnCompleted(Action continuation) => CoroutineAwaiter.RunAsTask(coroutine, continuation);

    /// <inheritdoc cref="OnCompleted"/>
    public void UnsafeOnCompleted(Action continuation) => CoroutineAwaiter.RunAsTask(coroutine, continuation);

    void ISimAwaiter.Suspend(TaskCore task) => task.Call(coroutine);
}
