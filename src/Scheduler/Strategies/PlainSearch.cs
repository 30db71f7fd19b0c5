namespace SimAsync.Scheduler;

/// <summary>A search that learns nothing: each run is what its seed and its number make it.</summary>
/// <param name="begin">Makes a chooser.</param>
internal sealed class PlainSearch(Func<ulong, int, IChooser> begin) : Search
{
    public override IChooser Begin(ulong seed, int run) => begin(seed, run);
}
