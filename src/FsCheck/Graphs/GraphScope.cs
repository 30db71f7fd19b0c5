namespace SimAsync.FsCheck.Graphs;

/// <summary>What a handle is bound to.</summary>
[Flags]
internal enum HandleKinds
{
    TaskHandles = 1,
    Futures = 2,
    Coroutines = 4,
    Locks = 8,
    Events = 16,
    Conditions = 32,
    Semaphores = 64,
    Barriers = 128,
    Queues = 256,
    Cells = 512,
    Timeouts = 1024,
    Groups = 2048,
    Callbacks = 4096,
}

internal readonly record struct BoundHandle(string Name, HandleKinds Kind);

/// <summary>What one coroutine can see while its statements are made.</summary>
internal sealed class GraphScope(int firstCallable, IEnumerable<BoundHandle> handles)
{
    /// <summary>The first of the workers that it may call: only later ones, so that every run ends.</summary>
    public int FirstCallable { get; } = firstCallable;

    public List<BoundHandle> Handles { get; } = [.. handles];

    public List<string> Locals { get; } = [];

    /// <summary>How many blocks are around.</summary>
    public int Depth { get; set; }

    /// <summary>How many except bodies are around.</summary>
    public int Excepts { get; set; }

    /// <summary>How often what is made now will run in one call.</summary>
    public int Times { get; set; } = 1;

    /// <summary>About how many statements one call runs so far.</summary>
    public int Work { get; set; }
}
