namespace SimAsync.FsCheck.Properties;

/// <summary>An input and how it comes about, whatever its type. Its text is its <see cref="object.ToString"/>.</summary>
internal interface IInputCase
{
    InputAddress Address { get; }

    /// <summary>The one that was generated, of which this is a shrunk one.</summary>
    IInputCase Original { get; }

    /// <summary>What it consists of, made anew.</summary>
    IReadOnlyList<object?> Arguments { get; }

    /// <summary>How it failed, unshrunk; null if it has not.</summary>
    SimulationFailure? Failure { get; }

    /// <summary>The mark by which a code knows it again; 0 if it is printed otherwise each time.</summary>
    uint Mark { get; }
}
