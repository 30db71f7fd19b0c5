using System.Runtime.CompilerServices;
using SimAsync.Tasks;

namespace SimAsync;

/// <summary>For the compiler: what <c>await</c> of a <see cref="SimFuture"/> uses.</summary>
public readonly struct FutureAwaiter : ICriticalNotifyCompletion, ISimAwaiter
{
    private readonly SimFuture future;

    internal FutureAwaiter(SimFuture future) => this.future = future;

    /// <summary>Whether there is an outcome, so that nothing is suspended.</summary>
    public bool IsCompleted => future.NeedsNoWait;

    /// <summary>Throws what the future failed with, or the cancellation of the task that awaits.</summary>
    public void GetResult() => future.ThrowAtAwait();

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => future.AddCallback(new FutureCallback(future.Loop, continuation));

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => OnCompleted(continuation);

    void ISimAwaiter.Suspend(TaskCore task) => task.WaitOn(future);
}

/// <summary>For the compiler: what <c>await</c> of a <see cref="SimFuture{T}"/> uses.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly struct FutureAwaiter<T> : ICriticalNotifyCompletion, ISimAwaiter
{
    private readonly SimFuture<T> future;

    internal FutureAwaiter(SimFuture<T> future) => this.future = future;

    /// <summary>Whether there is an outcome, so that nothing is suspended.</summary>
    public bool IsCompleted => future.NeedsNoWait;

    /// <summary>The value; throws what the future failed with, or the cancellation of the task that awaits.</summary>
    public T GetResult()
    {
        future.ThrowAtAwait();
        return future.Result;
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => future.AddCallback(new FutureCallback(future.Loop, continuation));

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => OnCompleted(continuation);

    void ISimAwaiter.Suspend(TaskCore task) => task.WaitOn(future);
}
