using System.Runtime.CompilerServices;

namespace SimAsync.Bench.Bare;

/// <summary>
/// The least that an <c>async</c> method can be: its state machine in one object with one virtual method. No result, no
/// exception kept, no cancellation, no execution context, no identity; what it throws goes straight through the loop.
/// </summary>
[AsyncMethodBuilder(typeof(BareTaskMethodBuilder))]
internal abstract class BareTask
{
    public abstract void Resume();
}

/// <summary>For the compiler: makes <c>async BareTask</c> methods. Like a coroutine, one does not run until it is resumed.</summary>
internal struct BareTaskMethodBuilder
{
    public BareTask Task { readonly get; private set; }

    public static BareTaskMethodBuilder Create() => default;

    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        // The builder is a field of the state machine, so it must know the box before the state machine is copied into it.
        var box = new Box<TStateMachine>();
        Task = box;
        box.StateMachine = stateMachine;
    }

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    public readonly void SetResult()
    {
    }

    public readonly void SetException(Exception exception) => throw new InvalidOperationException("A bare task failed.", exception);

    public readonly void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine =>
        throw new NotSupportedException("A bare task awaits bare loops only.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine
    {
        // Of a struct the compiler knows the answer, and the cast boxes nothing.
        if (awaiter is IBareAwaiter)
        {
            ((IBareAwaiter)awaiter).Suspend(Task);
        }
        else
        {
            throw new NotSupportedException("A bare task awaits bare loops only.");
        }
    }

    private sealed class Box<TStateMachine> : BareTask
        where TStateMachine : IAsyncStateMachine
    {
        public TStateMachine StateMachine = default!;

        public override void Resume() => StateMachine.MoveNext();
    }
}

internal interface IBareAwaiter
{
    void Suspend(BareTask task);
}
