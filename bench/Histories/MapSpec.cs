using System.Collections.Immutable;
using SimAsync.FsCheck.Models;

namespace SimAsync.Bench.Histories;

/// <summary>A map of four keys: the key is a command's remainder by 4, the rest writes or, below 0, reads.</summary>
internal sealed class MapSpec(bool isPartitioned) : SequentialModel<ImmutableDictionary<int, int>, int, int>
{
    public override ImmutableDictionary<int, int> Initial => ImmutableDictionary<int, int>.Empty;

    public override (ImmutableDictionary<int, int> State, int Result) Apply(ImmutableDictionary<int, int> state, int command) =>
        command >= 0 ? (state.SetItem(command % 4, command), command) : (state, state.GetValueOrDefault(-command % 4));

    public override object? PartitionOf(int command) => isPartitioned ? Math.Abs(command) % 4 : null;
}
