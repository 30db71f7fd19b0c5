using System.Collections.Immutable;
using SimAsync.FsCheck.Models;

namespace SimAsync.Tests.FsCheck.Models;

/// <summary>A map of registers: a command has a key, and writes a value, or reads if that is null.</summary>
internal sealed class MapSpec(bool isPartitioned) : SequentialModel<ImmutableDictionary<string, int>, (string Key, int? Value), int>
{
    public override ImmutableDictionary<string, int> Initial => ImmutableDictionary<string, int>.Empty;

    public override (ImmutableDictionary<string, int> State, int Result) Apply(ImmutableDictionary<string, int> state, (string Key, int? Value) command) =>
        command.Value is { } value ? (state.SetItem(command.Key, value), value) : (state, state.GetValueOrDefault(command.Key));

    public override object? PartitionOf((string Key, int? Value) command) => isPartitioned ? command.Key : null;
}
