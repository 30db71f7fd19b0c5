namespace SimAsync;

/// <summary>When a wait for several futures is over.</summary>
public enum ReturnWhen
{
    /// <summary>When all are done. The default.</summary>
    AllCompleted,

    /// <summary>When one is done.</summary>
    FirstCompleted,

    /// <summary>When one has failed; a cancellation is no failure. Otherwise when all are done.</summary>
    FirstException,
}
