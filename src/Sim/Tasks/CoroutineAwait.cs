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

        // The framework runs this at once if the thing is completed inside the simulation, because the synchronization
        // context is the same there, and posts it to that context otherwise.
        onCompleted(awaiter, wait.Complete);
    }
}
