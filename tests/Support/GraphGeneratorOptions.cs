namespace SimAsync.TestSupport;

/// <summary>How large and how odd the graphs are that <see cref="GraphGenerator"/> makes.</summary>
public sealed record GraphGeneratorOptions
{
    /// <summary>The most coroutines beside main; at least 1, 5 by default.</summary>
    public int Workers { get; init; } = 5;

    /// <summary>The most statements in a coroutine's own body; at least 1, 7 by default. Nested bodies are shorter.</summary>
    public int BodyLength { get; init; } = 7;

    /// <summary>How deep blocks nest in a coroutine; at least 1, 3 by default. The try around a statement does not count.</summary>
    public int Depth { get; init; } = 3;

    /// <summary>The share of operands, from 0 to 1, that are unbound or of a wrong kind; 0.03 by default.</summary>
    public double Oddness { get; init; } = 0.03;

    /// <summary>The share of statements, from 0 to 1, that stand in a try, so that the run goes on; 0.75 by default.</summary>
    public double Guarded { get; init; } = 0.75;

    /// <summary>
    /// About how many statements one call of a coroutine may run, with all that it calls; 120 by default. A graph always ends,
    /// because coroutines only call later ones.
    /// </summary>
    public int Work { get; init; } = 120;
}
