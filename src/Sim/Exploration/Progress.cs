namespace SimAsync.Exploration;

/// <summary>How far an exploration is. Its threads share it.</summary>
internal sealed class Progress(ExploreOptions options)
{
    // How many runs are between two times that the user is told.
    private const int Interval = 100;

    private readonly Lock sync = new();
    private volatile bool isStopped;

    /// <summary>How many of its own runs it has made.</summary>
    public int Made { get; private set; }

    /// <summary>Whether no more are to be made.</summary>
    public bool IsStopped => isStopped;

    /// <summary>Whether a run belongs to this shard.</summary>
    public bool IsOwn(int run) => options.Shard is not { } shard || run % shard.Count == shard.Index;

    /// <summary>A run has passed.</summary>
    public void Pass(int run)
    {
        lock (sync)
        {
            if (IsOwn(run) && ++Made % Interval == 0)
            {
                options.Progress?.Invoke(Made);
            }

            isStopped |= options.Stop?.Invoke() == true;
        }
    }

    /// <summary>A run has failed: those after it do not count, though other threads may have made some.</summary>
    public void Cut(int run) => Made = options.Shard is { } shard ? (run / shard.Count) + (run % shard.Count >= shard.Index ? 1 : 0) : run + 1;
}
