namespace SimAsync.Scheduler;

/// <summary>What people call the way in which one run is chosen: by which of the strategies, if several take turns.</summary>
internal static class ChooserName
{
    /// <summary>The strategy's name, or null if its exploration's says it all.</summary>
    public static string? Of(IChooser? chooser) => chooser switch
    {
        SurwChooser => "surw",
        PosChooser => "pos",
        UrwChooser => "urw",
        PctChooser => "pct",
        DelayChooser => "delay",
        PreemptionChooser => "preemption",
        RandomChooser or StickyChooser => "random",
        InOrderChooser => "in-order",
        SweepChooser => "cancellation",
        _ => null,
    };
}
