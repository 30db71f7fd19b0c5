namespace SimAsync.Scheduler;

/// <summary>The random walk, but that the task that had the last step has the next with a chance of its own: orders with few switches are more likely than among all.</summary>
/// <param name="seed">What its chance hangs on.</param>
/// <param name="known">What earlier runs have shown.</param>
/// <param name="stay">How likely it stays, if it can: from 0, the random walk, to 1.</param>
internal sealed class StickyChooser(ulong seed, Knowledge known, double stay) : TaskChooser(seed, known)
{
    protected override int Pick(ReadOnlySpan<ScheduledTask> ready) =>
        random.NextDouble() < stay && ready.IndexOf(Last) is var last and >= 0 ? last : random.Next(ready.Length);
}
