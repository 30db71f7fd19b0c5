namespace SimAsync.NUnit;

/// <summary>Judges one run of a test method, inside its simulation.</summary>
internal interface IVerdict
{
    /// <summary>Throws if what the method returned, awaited if it could be, means that it has failed.</summary>
    void Returned(object? value);

    /// <summary>Whether the method may throw this, and has not failed.</summary>
    bool Excuses(Exception exception);
}
