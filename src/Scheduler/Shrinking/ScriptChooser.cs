namespace SimAsync.Scheduler;

/// <summary>As <see cref="GuidedChooser"/>: in order but for deviations, told by the numbers of the choices.</summary>
internal sealed class ScriptChooser(IReadOnlyList<Deviation> deviations) : EventChooser([])
{
    private readonly GuidedChooser guide = new(deviations);

    protected override int PickOne(ReadOnlySpan<ScheduledTask> ready) => guide.Choose(ready.Length);

    protected override int Answer(int asked, int count) => guide.Choose(count);
}
