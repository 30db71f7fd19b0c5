namespace SimAsync.Scheduler;

/// <summary>Something with a location of its own: the same number in every interleaving in which it exists; 0 while no strategy asks for such numbers.</summary>
internal interface IPlace
{
    ulong Location { get; }
}
