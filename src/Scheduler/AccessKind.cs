namespace SimAsync.Scheduler;

/// <summary>How a step uses something that others may use. Two uses of the same kind commute, unless they are writes; any others conflict.</summary>
internal enum AccessKind : byte
{
    /// <summary>It looks.</summary>
    Read,

    /// <summary>It adds to what others add to, so that the order in which they do so makes no difference: one is counted off, one more is registered.</summary>
    Add,

    /// <summary>It changes it.</summary>
    Write,
}
