using SimAsync.FsCheck.Models;

namespace SimAsync.Tests.FsCheck.Models;

/// <summary>A register: a command of a number writes that, null reads.</summary>
internal sealed class RegisterSpec : SequentialModel<int, int?, int>
{
    public override int Initial => 0;

    public override (int State, int Result) Apply(int state, int? command) => (command ?? state, command ?? state);
}
