namespace SimAsync.FsCheck.Properties;

/// <summary>A function of the input.</summary>
/// <param name="body">What it does, and what it says of it: as a property may return it, awaited.</param>
internal sealed class CodeSubject<T>(Func<T, Coroutine<object?>> body) : ISubject<T>
{
    public bool IsOver => false;

    public Func<Coroutine<object?>> Begin(Func<T> make, Judge judge)
    {
        async Coroutine<object?> Test()
        {
            try
            {
                judge.Returned(await body(make()));
            }
            catch (Exception e) when (judge.Excuses(e))
            {
                // It was discarded.
            }

            return null;
        }

        return Test;
    }
}
