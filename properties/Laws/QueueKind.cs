namespace SimAsync.Properties.Laws;

/// <summary>In which order a queue gives its items.</summary>
public enum QueueKind
{
    /// <summary>The first that was put in.</summary>
    Fifo,

    /// <summary>The last that was put in.</summary>
    Lifo,

    /// <summary>The least, by <see cref="QueueKinds.Urgency"/>.</summary>
    Priority,
}
