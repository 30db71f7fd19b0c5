namespace SimAsync.FsCheck.Models;

/// <summary>How an operation ended, as far as its caller knows.</summary>
public enum OperationEnd
{
    /// <summary>With a result. It took effect at one moment between its invocation and its end.</summary>
    Returned,

    /// <summary>With an exception. Whether it took effect is not known: at any moment since its invocation, also after its end, or never.</summary>
    Failed,

    /// <summary>It was cancelled. Whether it took effect is not known, as of one that failed.</summary>
    Cancelled,

    /// <summary>Its caller waited no longer. Whether it takes effect is not known, as of one that failed.</summary>
    TimedOut,

    /// <summary>Not before the history ended. Whether it has taken effect is not known.</summary>
    Pending,

    /// <summary>
    /// Never: the system had come to rest, and it still waited. It has taken no effect, and the model has to have no answer for it in the state in which all is at the end.
    /// </summary>
    Blocked,
}
