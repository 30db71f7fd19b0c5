namespace SimAsync.Scheduler;

/// <summary>What the step that runs has used, of what the simulation sees.</summary>
internal sealed class Footprint
{
    private readonly List<Access> accesses = [];

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

        for (int i = accesses.Count - 1; i >= 0; i--)
        {
            if (accesses[i].Location == location)
            {
                if (accesses[i].Kind != kind)
                {
                    accesses[i] = new Access(location, AccessKind.Write);
                }

                return;
            }
        }

        accesses.Add(new Access(location, kind));
    }

    public void NoteUnknown() => IsUnknown = true;

    public void Clear()
    {
        accesses.Clear();
        IsUnknown = false;
    }
}
