using SimAsync.Scheduler;

namespace SimAsync.Kernel;

/// <summary>
/// The place of something that tasks share. Whoever uses it says how, and strategies that ask for it learn which steps conflict. In a run in which none asks it is empty, and costs a look.
/// </summary>
internal readonly struct Watched
{
    private Watched(ulong location) => Location = location;

    /// <summary>Its number; 0 if no strategy asks for such numbers.</summary>
    public ulong Location { get; }

    /// <summary>The place of something that is made now: the same in every interleaving in which the task that makes it does so.</summary>
    public static Watched New() => SimLoop.Current is { } loop ? New(loop) : default;

    /// <inheritdoc cref="New()"/>
    public static Watched New(SimLoop loop) => loop.Footprint is { } footprint ? new Watched(loop.NextLocation(footprint)) : default;

    /// <summary>The place of something that has a name, and of which there is one in a run.</summary>
    public static Watched Named(string name)
    {
        if (SimLoop.Current is not { Footprint: not null })
        {
            return default;
        }

        ulong hash = 0xCBF29CE484222325;
        foreach (char c in name)
        {
            hash = (hash ^ c) * 0x100000001B3;
        }

        return new Watched(hash | 1);
    }

    public void Read() => Note(AccessKind.Read);

    public void Add() => Note(AccessKind.Add);

    public void Write() => Note(AccessKind.Write);

    private void Note(AccessKind kind)
    {
        if (Location != 0)
        {
            SimLoop.Current?.Footprint?.Note(Location, kind);
        }
    }
}
