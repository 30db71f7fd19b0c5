namespace SimAsync.Tasks;

/// <summary>A future that only serves to wait: who waits on it is let go by <see cref="Release"/>.</summary>
internal class Waiter(SimLoop loop, string what) : SimFuture<bool>(loop)
{
    /// <summary>Lets who waits go on, unless that has happened.</summary>
    public void Release()
    {
        if (!IsDone)
        {
            SetResult(true);
        }
    }

    internal override string Describe() => what;
}
