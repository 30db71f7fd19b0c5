namespace SimAsync.Kernel;

/// <summary>What is kept of a step to compare it with the same step of another run.</summary>
/// <param name="Owner">Whose step it is, as the scheduler knows it.</param>
/// <param name="Ticks">The virtual time, in ticks of 100 ns.</param>
/// <param name="Count">How many steps were ready, this one included.</param>
internal readonly record struct StepMark(ulong Owner, long Ticks, int Count);
