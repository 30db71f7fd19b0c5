using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace SimAsync.Tasks;

/// <summary>Stands in for a coroutine that a task was given but cannot run, so that the task fails as any other does.</summary>
internal sealed class EndedCoroutine : Coroutine
{
    public EndedCoroutine(Exception error) => EndWith(error);

    public override string Name => nameof(EndedCoroutine);

    internal override SourceLine? Beginning => null;

    internal override StackEntry Entry() => new(Name, null);

    internal override IAsyncStateMachine? CopyMachine() => null;

    [ExcludeFromCodeCoverage]
    private protected override void MoveNext() => throw new SimulationBugException("An ended coroutine was resumed.");
}
