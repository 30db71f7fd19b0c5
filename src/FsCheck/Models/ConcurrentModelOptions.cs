namespace SimAsync.FsCheck.Models;

/// <summary>How many programs are tried, how large they are, and how each is explored. Every option is checked when it is set.</summary>
public sealed record ConcurrentModelOptions
{
    private static readonly int[] Milliseconds = [0, 1, 2, 5, 10, 20, 50, 100, 1000];
    private static readonly TimeSpan[] DefaultInstants = [.. Milliseconds.Select(static milliseconds => TimeSpan.FromMilliseconds(milliseconds))];

    private int programs = 100;
    private int maxClients = 3;
    private int maxCommands = 4;
    private int maxBefore = 3;
    private int maxAfter = 2;
    private int shrinkPrograms = 1000;
    private long maxConfigurations = Linearizability.DefaultConfigurations;
    private TimeSpan patience = TimeSpan.FromHours(1);
    private IReadOnlyList<TimeSpan> instants = DefaultInstants;
    private ExploreOptions exploration = new() { Runs = 100 };

    /// <summary>At most so many programs; the first that fails is the last. From 1; 100 by default. As a property of FsCheck's it is FsCheck that says how many.</summary>
    public int Programs
    {
        get => programs;
        init => programs = AtLeast(1, value, nameof(Programs));
    }

    /// <summary>What the programs and their interleavings hang on. Any number; 0 by default.</summary>
    public ulong Seed { get; init; }

    /// <summary>At most so many clients at once; at least 2 there always are. From 2 to 64; 3 by default.</summary>
    public int MaxClients
    {
        get => maxClients;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 64, nameof(MaxClients));
            maxClients = AtLeast(2, value, nameof(MaxClients));
        }
    }

    /// <summary>At most so many commands of each client; from 1; 4 by default.</summary>
    public int MaxCommands
    {
        get => maxCommands;
        init => maxCommands = AtLeast(1, value, nameof(MaxCommands));
    }

    /// <summary>At most so many commands before the clients begin; from 0; 3 by default.</summary>
    public int MaxBefore
    {
        get => maxBefore;
        init => maxBefore = AtLeast(0, value, nameof(MaxBefore));
    }

    /// <summary>At most so many commands after the clients have ended; from 0; 2 by default.</summary>
    public int MaxAfter
    {
        get => maxAfter;
        init => maxAfter = AtLeast(0, value, nameof(MaxAfter));
    }

    /// <summary>Whether some commands of clients have their token cancelled. False by default.</summary>
    public bool Cancellations { get; init; }

    /// <summary>Whether clients wait for some commands only so long. False by default.</summary>
    public bool Timeouts { get; init; }

    /// <summary>
    /// After how much virtual time commands are cancelled or waited for no longer: each time one of these. Not empty, none below 0; by default 0, 1, 2, 5, 10, 20, 50, 100 and 1000 ms. Give those at which
    /// something is due in the system under test, so that they race.
    /// </summary>
    public IReadOnlyList<TimeSpan> Instants
    {
        get => instants;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Instants));
            ArgumentOutOfRangeException.ThrowIfZero(value.Count, nameof(Instants));
            ArgumentOutOfRangeException.ThrowIfLessThan(value.Min(), TimeSpan.Zero, nameof(Instants));
            instants = value;
        }
    }

    /// <summary>
    /// A command that has not ended after so much virtual time since its program began is taken to be blocked, if nothing else has the program go on. More than 0; an hour by default, which passes at once where
    /// nothing is due before.
    /// </summary>
    public TimeSpan Patience
    {
        get => patience;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, nameof(Patience));
            patience = value;
        }
    }

    /// <summary>The bound of the search for a linearization of one history; a run for which it does not suffice fails, and says so. From 1; 1,000,000 by default.</summary>
    public long MaxConfigurations
    {
        get => maxConfigurations;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxConfigurations));
            maxConfigurations = value;
        }
    }

    /// <summary>At most so many programs are tried to find a simpler one that fails, each with as many runs as any. From 0; 1000 by default.</summary>
    public int ShrinkPrograms
    {
        get => shrinkPrograms;
        init => shrinkPrograms = AtLeast(0, value, nameof(ShrinkPrograms));
    }

    /// <summary>How each program is explored; by default in 100 runs. Its seed does not count, and it cannot have a corpus: a code there would be of one program only.</summary>
    public ExploreOptions Exploration
    {
        get => exploration;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Exploration));
            if (value.Corpus is not null)
            {
                throw new ArgumentException("The programs differ, so a corpus of interleavings does not fit them: keep the replay codes that failures print.", nameof(Exploration));
            }

            exploration = value;
        }
    }

    private static int AtLeast(int least, int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        return value;
    }
}
