namespace SimAsync.FsCheck.Graphs;

/// <summary>Which option says how often a statement is made.</summary>
internal enum Knob
{
    None,
    Cancellation,
    Timeouts,
    Groups,
    Combinators,
    Synchronisation,
}
