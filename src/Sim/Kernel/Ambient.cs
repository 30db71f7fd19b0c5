namespace SimAsync.Kernel;

/// <summary>
/// The one ambient slot: which simulation the code belongs to that runs in an execution context. It flows wherever the context does, to other threads too; and
/// the runtime tells when a thread takes such a context up, which is how a thread from outside is met before it runs a line of the user's.
/// </summary>
internal static class Ambient
{
    private static readonly AsyncLocal<SimLoop?> Slot = new(Changed);

    [ThreadStatic]
    private static IContextGuest? guest;

    /// <summary>The simulation that the present execution context belongs to, or null.</summary>
    public static SimLoop? Loop => Slot.Value;

    /// <summary>Who is to be told when this thread leaves the execution context of a simulation.</summary>
    public static IContextGuest? Guest
    {
        get => guest;
        set => guest = value;
    }

    /// <summary>What runs from here on belongs to <paramref name="loop"/>.</summary>
    public static void Enter(SimLoop? loop) => Slot.Value = loop;

    // May not throw: the runtime would end the process.
    private static void Changed(AsyncLocalValueChangedArgs<SimLoop?> change)
    {
        if (guest is { } here)
        {
            if (change.CurrentValue is null)
            {
                here.ContextLeft();
            }
        }
        else if (change.ThreadContextChanged && change.CurrentValue is { IsClosed: false } loop && !ReferenceEquals(SimLoop.Current, loop))
        {
            loop.Edge?.Visit();
        }
    }
}

/// <summary>A thread on which something of a simulation runs as a guest.</summary>
internal interface IContextGuest
{
    /// <summary>The thread has left the simulation's execution context.</summary>
    void ContextLeft();
}
