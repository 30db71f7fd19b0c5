namespace SimAsync.FsCheck;

/// <summary>How each input of a property is explored. Every option is checked when it is set.</summary>
public record SimPropertyOptions : ExploreOptions
{
    private string? replay;

    /// <summary>The defaults: those of <see cref="ExploreOptions"/>, but 100 runs, because each input has so many.</summary>
    public SimPropertyOptions() => Runs = 100;

    internal SimPropertyOptions(ExploreOptions options)
        : base(options)
    {
    }

    /// <summary>The code that a failure printed: only that input runs, and only in that interleaving. It stands for the seed as well. Null, the default, for none.</summary>
    /// <exception cref="Scheduler.ReplayCodeException">The text is no such code.</exception>
    public string? Replay
    {
        get => replay;
        init
        {
            if (value is not null)
            {
                Properties.PropertyCode.Parse(value);
            }

            replay = value;
        }
    }
}
