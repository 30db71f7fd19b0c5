namespace SimAsync.Properties.Mutants;

/// <summary>Mistakes in <c>src/Sim/Tasks</c>.</summary>
internal static class TaskMutants
{
    private const string On = TestSupport.Mutants.Mutant.On;

    public static IReadOnlyList<LawMutant> All { get; } =
    [
        new("a sleep that is a millisecond short", "VirtualTimeLaws.Sleep_AnyDelays_EndsExactlyThen", "Sim/Tasks/TaskCore.cs",
            "loop.Arm(this, loop.After(ticks));",
            $"loop.Arm(this, loop.After({On} ? ticks - TimeSpan.TicksPerMillisecond : ticks));"),
    ];
}
