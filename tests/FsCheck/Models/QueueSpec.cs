using System.Collections.Immutable;
using SimAsync.FsCheck.Models;

namespace SimAsync.Tests.FsCheck.Models;

/// <summary>A queue, whose <c>Deq</c> answers null if it is empty; with <c>Take</c>, which then waits.</summary>
internal sealed class QueueSpec : SequentialModel<ImmutableQueue<int>, (string Name, int Item), int?>
{
    public override ImmutableQueue<int> Initial => [];

    public override IReadOnlyList<(ImmutableQueue<int> State, int? Result)> Outcomes(ImmutableQueue<int> state, (string Name, int Item) command) => command.Name switch
    {
        "Enq" => [(state.Enqueue(command.Item), null)],
        _ when !state.IsEmpty => [(state.Dequeue(out int first), first)],
        "Deq" => [(state, null)],
        _ => [],
    };
}
