using System.Runtime.CompilerServices;

namespace SimAsync.Tasks;

/// <summary>What both builders do at an await.</summary>
internal static class CoroutineAwait
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void UnsafeSuspend<TAwaiter, TStateMachine>(Coroutine coroutine, ref TAwaiter awaiter)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine
    {
        // Of a struct the compiler knows the answer, and the cast boxes nothing.
        if (awaiter is ISimAwaiter)
        {
            ((ISimAwaiter)awaiter).Suspend(coroutine.Task!);
        }
        else
        {
            Foreign<TAwaiter, TStateMachine>(coroutine, static (awaiter, action) => awaiter.UnsafeOnCompleted(action), awaiter);
        }
    }

    public static void Suspend<TAwaiter, TStateMachine>(Coroutine coroutine, ref TAwaiter awaiter)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine =>
        Foreign<TAwaiter, TStateMachine>(coroutine, static (awaiter, action) => awaiter.OnCompleted(action), awaiter);

    private static void Foreign<TAwaiter, TStateMachine>(Coroutine coroutine, Action<TAwaiter, Action> onCompleted, TAwaiter awaiter)
        where TStateMachine : IAsyncStateMachine
    {
        var wait = new ForeignAwait<TAwaiter, TStateMachine>(coroutine);
        coroutine.Foreign = wait;
        coroutine.Task!.WaitOn(wait);

        // Without a context the continuation runs where the awaited thing completes; it then only makes the task ready, so
        // that a task which is completed inside the simulation costs no step of its own.
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            onCompleted(awaiter, wait.Complete);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
