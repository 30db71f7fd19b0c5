namespace SimAsync.Properties.Laws;

/// <summary>How a piece of work ends if nobody cancels it.</summary>
public enum Ending
{
    /// <summary>With its number.</summary>
    Result,

    /// <summary>With a <see cref="WorkException"/>.</summary>
    Error,

    /// <summary>With a cancellation of its own.</summary>
    Cancelled,
}
