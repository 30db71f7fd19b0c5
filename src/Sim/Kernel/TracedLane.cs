namespace SimAsync.Kernel;

/// <summary>A task, or a plain async method that goes on by itself, in a run that is followed.</summary>
internal sealed class TracedLane(int index, string path, string name, TracedLane? parent, long? begun)
{
    private int children;

    public int Index => index;

    public string Path => path;

    /// <summary>What a person calls it; unique in its run.</summary>
    public string Name => Runs ?? name;

    /// <summary>What it runs, if its method is one that runs many things; unique, too.</summary>
    public string? Runs { get; set; }

    public TracedLane? Parent => parent;

    /// <summary>The step in which it began; null if it was there before the first.</summary>
    public long? Begun { get; set; } = begun;

    /// <summary>The task of the simulation's that it is; null if it is none.</summary>
    public ITaskIdentity? Task { get; init; }

    /// <summary>The object of the plain async method that it is, the outermost of those that await each other; null if it is none, or has not begun.</summary>
    public Task? Box { get; set; }

    /// <summary>Whether it is for all that belongs to none.</summary>
    public bool IsNobodys { get; init; }

    /// <summary>The step in which it ended; null if it has not.</summary>
    public long? Ended { get; set; }

    /// <summary>What it ended with.</summary>
    public string? Outcome { get; set; }

    /// <summary>Where it stands; null if it runs or has ended.</summary>
    public Standing? Stands { get; set; }

    /// <summary>The path of the next plain method that it begins.</summary>
    public string NextPath() => $"{path}/{++children}";
}
