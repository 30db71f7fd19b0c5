namespace SimAsync.Scheduler;

/// <summary>Plays one recorded run.</summary>
internal sealed class ReplaySearch(ReplayCode code) : Search
{
    public override IChooser Begin(ulong seed, int run) => new ReplayChooser(code);

    public override ulong SeedOf(ulong seed) => code.Seed ?? seed;

    public override bool? HoldsPoolWaits => code.HoldsPoolWaits;
}
