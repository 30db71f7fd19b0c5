using SimAsync.FsCheck.Models;

namespace SimAsync.Bench.Histories;

/// <summary>A register: a command of 0 or more writes that, one below reads.</summary>
internal sealed class RegisterSpec : SequentialModel<int, int, int>
{
    public override int Initial => 0;

    public override (int State, int Result) Apply(int state, int command) => command < 0 ? (state, state) : (command, command);
}
