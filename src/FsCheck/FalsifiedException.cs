namespace SimAsync.FsCheck;

/// <summary>A run in which a property returned false.</summary>
public sealed class FalsifiedException : Exception
{
    internal FalsifiedException(string message)
        : base(message)
    {
    }
}
