using System.Runtime.InteropServices;

namespace SimAsync.Scheduler;

/// <summary>What the step that runs has used, of what the simulation sees.</summary>
internal sealed class Footprint
{
    private const int Few = 16;

    private readonly List<Access> accesses = [];
    private Dictionary<ulong, int>? places;

    public IReadOnlyList<Access> Accesses => accesses;

    /// <summary>Whether it may have used anything: what it did is not known.</summary>
    public bool IsUnknown { get; private set; }

    /// <summary>Whether what is used now has been noted otherwise.</summary>
    public bool IsPaused { get; set; }

    /// <summary>What got its outcome in this step: that who counts it looks at it is no use of its own.</summary>
    public ulong JustEnded { get; set; }

    public void Note(ulong location, AccessKind kind)
    {
        if (IsPaused || (location == JustEnded && kind == AccessKind.Read))
        {
            return;
        }

        int at = Find(location);
        if (at < 0)
        {
            accesses.Add(new Access(location, kind));
        }
        else if (accesses[at].Kind != kind)
        {
            accesses[at] = new Access(location, AccessKind.Write);
        }
    }

    // A few are found sooner by looking at each than by a table.
    private int Find(ulong location)
    {
        if (accesses.Count < Few)
        {
            return accesses.FindIndex(access => access.Location == location);
        }

        if (places is null || places.Count == 0)
        {
            places ??= [];
            for (int i = 0; i < accesses.Count; i++)
            {
                places.Add(accesses[i].Location, i);
            }
        }

        ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, location, out bool exists);
        place = exists ? place : accesses.Count;
        return exists ? place : -1;
    }

    public void NoteUnknown() => IsUnknown = true;

    public void Clear()
    {
        accesses.Clear();
        places?.Clear();
        IsUnknown = false;
    }
}
