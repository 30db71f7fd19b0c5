namespace SimAsync.Scheduler;

/// <summary>The random walk, as <see cref="RandomChooser"/>, but by tasks: for a portfolio, whose runs learn from each other.</summary>
internal sealed class UniformChooser(ulong seed, Knowledge known) : TaskChooser(seed, known)
{
    protected override int Pick(ReadOnlySpan<ScheduledTask> ready) => random.Next(ready.Length);
}
