namespace SimAsync.Kernel;

/// <summary>What a step is about to do, for a person; asked for before it runs, and only if somebody is to be told.</summary>
/// <param name="Lane">By what its lane is known: a task of the simulation's, or the object of a plain async method or work item. Null if it is nobody's.</param>
/// <param name="Act">What it does.</param>
/// <param name="Method">The method that goes on, begins, or waits for the timer; null if there is none.</param>
/// <param name="At">Where in it.</param>
/// <param name="What">What it is, if not a method that goes on or begins.</param>
internal sealed record StepSubject(object? Lane, StepAct Act, string? Method, SourceLine? At, string? What = null)
{
    /// <summary>The methods that await <see cref="Method"/>, from the nearest on; the user's only.</summary>
    public IReadOnlyList<StandingFrame> Callers { get; init; } = [];
}

/// <summary>What a step does.</summary>
internal enum StepAct
{
    /// <summary>Goes on from an await.</summary>
    Resume,

    /// <summary>Begins a method.</summary>
    Start,

    /// <summary>Lets a timer fire.</summary>
    Timer,

    /// <summary>Runs a callback or a work item.</summary>
    Callback,

    /// <summary>Keeps the simulation's own books.</summary>
    Bookkeeping,
}
