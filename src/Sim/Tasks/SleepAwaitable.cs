using System.Runtime.CompilerServices;
using SimAsync.Tasks;

namespace SimAsync;

/// <summary>What <see cref="Sim.Sleep(TimeSpan)"/> returns: await it. It is a struct, so a sleep allocates nothing.</summary>
public readonly struct SleepAwaitable
{
    private readonly SimLoop loop;
    private readonly long ticks;

    internal SleepAwaitable(SimLoop loop, long ticks) => (this.loop, this.ticks) = (loop, ticks);

    /// <summary>The sleep as a coroutine, to give to a combinator or to make a task of.</summary>
    public static implicit operator Coroutine(SleepAwaitable sleep) => sleep.AsCoroutine();

    /// <summary>The sleep as a coroutine, to give to a combinator or to make a task of.</summary>
    public Coroutine AsCoroutine() => Sleeping.Sleep(this);

    /// <summary>For the compiler.</summary>
    public SleepAwaiter GetAwaiter() => new(loop, ticks);
}

/// <summary>For the compiler: what <c>await</c> of a sleep uses.</summary>
public readonly struct SleepAwaiter : ICriticalNotifyCompletion, ISimAwaiter
{
    private readonly SimLoop loop;
    private readonly long ticks;

    internal SleepAwaiter(SimLoop loop, long ticks) => (this.loop, this.ticks) = (loop, ticks);

    /// <summary>False: even a sleep of 0 suspends, until what is ready now has had its turn.</summary>
    public bool IsCompleted => false;

    /// <summary>Throws the cancellation of the task that sleeps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void GetResult() => TaskCore.ThrowPending(loop);

    /// <summary>From plain async code.</summary>
    public void OnCompleted(Action continuation)
    {
        if (ticks <= 0)
        {
            loop.CallSoon(continuation);
        }
        else
        {
            loop.CallLater(new TimeSpan(ticks), continuation);
        }
    }

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => OnCompleted(continuation);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void ISimAwaiter.Suspend(TaskCore task)
    {
        if (ticks <= 0)
        {
            task.Yield();
        }
        else
        {
            task.Sleep(ticks);
        }
    }
}
