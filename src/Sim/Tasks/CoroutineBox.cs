using System.Reflection;
using System.Runtime.CompilerServices;
using SimAsync.Kernel;

namespace SimAsync.Tasks;

/// <summary>A coroutine and its state machine in one object.</summary>
internal sealed class CoroutineBox<TStateMachine> : Coroutine, ICoroutineBox<TStateMachine>
    where TStateMachine : IAsyncStateMachine
{
    private TStateMachine stateMachine = default!;

    public ref TStateMachine StateMachine => ref stateMachine;

    public override string Name => Describer.StateMachine(typeof(TStateMachine));

    internal override SourceLine? Beginning => Describer.Line(typeof(TStateMachine), -1);

    internal override StackEntry Entry() => StateMachineOf<TStateMachine>.Entry(stateMachine, IsUnstarted);

    internal override IAsyncStateMachine CopyMachine() => stateMachine;

    private protected override void MoveNext() => stateMachine.MoveNext();
}

/// <summary>As <see cref="CoroutineBox{TStateMachine}"/>, with a result.</summary>
internal sealed class CoroutineBox<TStateMachine, T> : Coroutine<T>, ICoroutineBox<TStateMachine>
    where TStateMachine : IAsyncStateMachine
{
    private TStateMachine stateMachine = default!;

    public ref TStateMachine StateMachine => ref stateMachine;

    public override string Name => Describer.StateMachine(typeof(TStateMachine));

    internal override SourceLine? Beginning => Describer.Line(typeof(TStateMachine), -1);

    internal override StackEntry Entry() => StateMachineOf<TStateMachine>.Entry(stateMachine, IsUnstarted);

    internal override IAsyncStateMachine CopyMachine() => stateMachine;

    private protected override void MoveNext() => stateMachine.MoveNext();
}

internal interface ICoroutineBox<TStateMachine>
{
    ref TStateMachine StateMachine { get; }
}

/// <summary>What is known of a kind of state machine.</summary>
internal static class StateMachineOf<TStateMachine>
{
    private static readonly FieldInfo? State = typeof(TStateMachine).GetField("<>1__state", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    public static StackEntry Entry(TStateMachine machine, bool unstarted) =>
        new(Describer.StateMachine(typeof(TStateMachine)), unstarted ? null : Describer.Line(typeof(TStateMachine), State?.GetValue(machine) is int at ? at : 0))
        {
            IsOwn = typeof(TStateMachine).Assembly == typeof(SimLoop).Assembly || SourceCode.IsTestFrameworks(typeof(TStateMachine).Assembly),
        };
}
