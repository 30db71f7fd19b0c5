using System.Runtime.CompilerServices;
using SimAsync.Tasks;

namespace SimAsync;

/// <summary>For the compiler: makes <c>async Coroutine</c> methods.</summary>
/// <remarks>
/// Unlike the framework's builders it starts nothing and keeps no execution context: a coroutine runs in the context of
/// the task that runs it, so what it sets in an <see cref="AsyncLocal{T}"/> its caller sees, as with Python's context variables.
/// </remarks>
public struct CoroutineMethodBuilder
{
    private Coroutine box;

    /// <summary>The coroutine.</summary>
    public readonly Coroutine Task => box;

    /// <summary>A new builder.</summary>
    public static CoroutineMethodBuilder Create() => default;

    /// <summary>Boxes the state machine; nothing of it runs.</summary>
    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        // The builder is a field of the state machine, so it must know the box before the state machine is copied into it.
        var made = new CoroutineBox<TStateMachine>();
        box = made;
        made.StateMachine = stateMachine;
    }

    /// <summary>Not used: the state machine is boxed at the start.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    /// <summary>The method has returned.</summary>
    public readonly void SetResult() => box.EndWith(null);

    /// <summary>The method has thrown.</summary>
    public readonly void SetException(Exception exception) => box.EndWith(exception);

    /// <summary>The method awaits.</summary>
    public readonly void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine =>
        CoroutineAwait.Suspend<TAwaiter, TStateMachine>(box, ref awaiter);

    /// <summary>The method awaits.</summary>
    public readonly void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine =>
        CoroutineAwait.UnsafeSuspend<TAwaiter, TStateMachine>(box, ref awaiter);
}

/// <summary>For the compiler: makes <c>async Coroutine&lt;T&gt;</c> methods.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
public struct CoroutineMethodBuilder<T>
{
    private Coroutine<T> box;

    /// <summary>The coroutine.</summary>
    public readonly Coroutine<T> Task => box;

    /// <summary>A new builder.</summary>
    public static CoroutineMethodBuilder<T> Create() => default;

    /// <summary>Boxes the state machine; nothing of it runs.</summary>
    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        var made = new CoroutineBox<TStateMachine, T>();
        box = made;
        made.StateMachine = stateMachine;
    }

    /// <summary>Not used: the state machine is boxed at the start.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    /// <summary>The method has returned.</summary>
    public readonly void SetResult(T result)
    {
        box.Outcome = result;
        box.EndWith(null);
    }

    /// <summary>The method has thrown.</summary>
    public readonly void SetException(Exception exception) => box.EndWith(exception);

    /// <summary>The method awaits.</summary>
    public readonly void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine =>
        CoroutineAwait.Suspend<TAwaiter, TStateMachine>(box, ref awaiter);

    /// <summary>The method awaits.</summary>
    public readonly void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine =>
        CoroutineAwait.UnsafeSuspend<TAwaiter, TStateMachine>(box, ref awaiter);
}
