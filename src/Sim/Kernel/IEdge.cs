namespace SimAsync.Kernel;

/// <summary>What holds the parts of .NET that lie outside the loop: the thread pool, real timers, other threads. The floor above builds it.</summary>
internal interface IEdge
{
    /// <summary>The loop begins to run steps on this thread.</summary>
    void Enter();

    /// <summary>The loop has come to rest; what of its work is outside is still held.</summary>
    void Leave();

    /// <summary>Takes hold of what the present step has sent out so far. Called by the thread that has the turn.</summary>
    void Collect();

    /// <summary>This thread, which has not the turn, is about to run something that belongs to the run. It is held here until it may.</summary>
    void Visit();

    /// <summary>The plain async methods of the run that are suspended, as far as they are known: in the order of their first suspension.</summary>
    IReadOnlyList<SuspendedMethod> Suspended();

    /// <summary>The plain async methods that have been begun since this was last asked, and have not ended, in order. Empty if the framework does not tell.</summary>
    IReadOnlyList<Task> Begun();

    /// <summary>Whether a real thread came between, so that the run is to be made again.</summary>
    bool IsSpoiled { get; }

    /// <summary>The run is over: lets go of whatever is held.</summary>
    void Close();
}
