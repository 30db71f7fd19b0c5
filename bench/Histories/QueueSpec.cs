using System.Collections.Immutable;
using SimAsync.FsCheck.Models;

namespace SimAsync.Bench.Histories;

/// <summary>A queue: a command of 0 or more puts that in, one below takes the first item, -1 if there is none.</summary>
internal sealed class QueueSpec : SequentialModel<ImmutableQueue<int>, int, int>
{
    public override ImmutableQueue<int> Initial => [];

    public override (ImmutableQueue<int> State, int Result) Apply(ImmutableQueue<int> state, int command) =>
        command >= 0 ? (state.Enqueue(command), command) : state.IsEmpty ? (state, -1) : (state.Dequeue(out int first), first);
}
