namespace SimAsync.FsCheck.Graphs;

/// <summary>How large and how odd the graphs are that <see cref="GraphGenerator"/> makes, and what they are mostly about.</summary>
public sealed record GraphGeneratorOptions
{
    private const int Most = 1000;

    /// <summary>The most coroutines beside main; from 1 to 1,000, 5 by default.</summary>
    public int Workers { get; init => field = Checked(value, 1, nameof(Workers)); } = 5;

    /// <summary>The most statements in a coroutine's own body; from 1 to 1,000, 7 by default. Nested bodies are shorter.</summary>
    public int BodyLength { get; init => field = Checked(value, 1, nameof(BodyLength)); } = 7;

    /// <summary>How deep blocks nest in a coroutine; from 1 to 50, 3 by default. The try around a statement does not count.</summary>
    public int Depth { get; init => field = Checked(value, 1, nameof(Depth), 50); } = 3;

    /// <summary>The share of operands, from 0 to 1, that are unbound or of a wrong kind; 0.03 by default.</summary>
    public double Oddness { get; init => field = Share(value, nameof(Oddness)); } = 0.03;

    /// <summary>The share of statements, from 0 to 1, that stand in a try, so that the run goes on; 0.75 by default.</summary>
    public double Guarded { get; init => field = Share(value, nameof(Guarded)); } = 0.75;

    /// <summary>
    /// About how many statements one call of a coroutine may run, with all that it calls; at least 1, 120 by default. A graph always ends,
    /// because coroutines only call later ones.
    /// </summary>
    public int Work { get; init => field = Checked(value, 1, nameof(Work), int.MaxValue); } = 120;

    /// <summary>How many times as often as usual there are cancellations, and what asks for them; from 0, for none, to 1,000, 1 by default.</summary>
    public int Cancellation { get; init => field = Checked(value, 0, nameof(Cancellation)); } = 1;

    /// <summary>How many times as often as usual there are timeouts, and what moves them; from 0, for none, to 1,000, 1 by default.</summary>
    /// <remarks>With 0 there are still those around waits that may be for ever.</remarks>
    public int Timeouts { get; init => field = Checked(value, 0, nameof(Timeouts)); } = 1;

    /// <summary>How many times as often as usual there are task groups; from 0, for none, to 1,000, 1 by default.</summary>
    public int Groups { get; init => field = Checked(value, 0, nameof(Groups)); } = 1;

    /// <summary>How many times as often as usual there are gather, wait, shield and as_completed; from 0, for none, to 1,000, 1 by default.</summary>
    public int Combinators { get; init => field = Checked(value, 0, nameof(Combinators)); } = 1;

    /// <summary>
    /// How many times as often as usual there are locks, events, conditions, semaphores, barriers and queues, and their operations; from 0, for
    /// none, to 1,000, 1 by default.
    /// </summary>
    public int Synchronisation { get; init => field = Checked(value, 0, nameof(Synchronisation)); } = 1;

    /// <summary>
    /// The share of statements, from 0 to 1, that are given a field which they would not have otherwise, or a number at the edge of
    /// what is allowed: <c>into</c> on a release, a negative timeout, a sleep of thirty years; 0 by default. With more, every field
    /// of the format occurs.
    /// </summary>
    public double Rarities { get; init => field = Share(value, nameof(Rarities)); }

    private static int Checked(int value, int least, string name, int most = Most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
        return value;
    }

    private static double Share(double value, string name) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "A share is from 0 to 1.");
}
