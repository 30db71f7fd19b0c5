namespace SimAsync.Kernel;

/// <summary>
/// By which one thread hands the turn to another and goes to sleep. The other mostly answers within microseconds, so who waits spins for as long as waking a thread
/// takes; but no longer, and without giving its core away, which on a busy machine is gone for milliseconds then.
/// </summary>
internal sealed class Signal
{
    private const int Spins = 200;

    private readonly ManualResetEventSlim set = new(initialState: false, spinCount: 0);

    public void Set() => set.Set();

    /// <summary>Waits until it is set, and takes that.</summary>
    public void Wait()
    {
        for (int i = 0; i < Spins && !set.IsSet; i++)
        {
            Thread.SpinWait(10);
        }

        set.Wait();
        set.Reset();
    }
}
