namespace SimAsync.FsCheck;

/// <summary>There is no input to test: a generator or a shrinker failed, a type has no generator, or a replay code no longer fits those that there are.</summary>
public sealed class InputException : Exception
{
    internal InputException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
