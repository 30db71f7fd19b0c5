namespace SimAsync.FsCheck.Properties;

/// <summary>What the properties of one <see cref="SimCheck"/> do beside what FsCheck counts.</summary>
internal sealed class CheckTally
{
    private static readonly AsyncLocal<CheckTally?> Slot = new();

    private readonly Lock sync = new();
    private readonly List<string> notes = [];
    private long runs;

    /// <summary>That of the check that the present code belongs to; null if FsCheck checks by itself.</summary>
    public static CheckTally? Current
    {
        get => Slot.Value;
        set => Slot.Value = value;
    }

    /// <summary>How many runs there were, those of shrinking included.</summary>
    public long Runs => Interlocked.Read(ref runs);

    /// <summary>What there is to say, a line or more each, each once.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (sync)
            {
                return [.. notes];
            }
        }
    }

    public void Add(int more) => Interlocked.Add(ref runs, more);

    public void Note(string note)
    {
        lock (sync)
        {
            if (!notes.Contains(note))
            {
                notes.Add(note);
            }
        }
    }
}
