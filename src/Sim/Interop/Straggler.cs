using SimAsync.Kernel;

namespace SimAsync.Interop;

/// <summary>A worker that has something of a run which is no good any more. It stands until the run is over; what it then throws is nobody's.</summary>
internal sealed class Straggler(SimLoop loop) : IContextGuest
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(1);

    public static void Stand(SimLoop loop)
    {
        while (!loop.IsClosed)
        {
#pragma warning disable RS0030 // It has nothing to do but to wait, for real.
            Thread.Sleep(Glance);
#pragma warning restore RS0030
        }

        WorkerEnd.Catch();
        Ambient.Guest = new Straggler(loop);
        Ambient.Enter(loop);
    }

    public void ContextLeft()
    {
        if (WorkerEnd.IsHere())
        {
            Ambient.Guest = null;
        }
        else
        {
            Ambient.Enter(loop);
        }
    }

    public void NextItem() => Ambient.Guest = null;
}
