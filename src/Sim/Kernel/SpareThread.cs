using System.Collections.Concurrent;

namespace SimAsync.Kernel;

/// <summary>
/// A thread that drives a loop whose own thread is blocked in the middle of a step. Kept for the next time: a thread costs as much as a
/// thousand steps. It is not one of the pool's, which would have to be asked for.
/// </summary>
internal sealed class SpareThread
{
    private const int MostIdle = 16;

    private static readonly ConcurrentStack<SpareThread> Idle = new();

    private readonly Signal called = new();
    private Action? work;

    private SpareThread()
    {
    }

    /// <summary>Runs <paramref name="work"/>, which may not throw, on a thread of its own and in an empty execution context.</summary>
    public static void Run(Action work)
    {
        if (!Idle.TryPop(out SpareThread? spare))
        {
            spare = new SpareThread();
#pragma warning disable RS0030 // A blocked step keeps its thread, so the loop needs another.
            new Thread(spare.Live) { IsBackground = true, Name = "SimAsync spare" }.UnsafeStart();
#pragma warning restore RS0030
        }

        spare.work = work;
        spare.called.Set();
    }

    private void Live()
    {
        ExecutionContext empty = ExecutionContext.Capture()!;
        do
        {
            called.Wait();
            ExecutionContext.Run(empty, static work => ((Action)work!)(), work);
            work = null;
            if (Idle.Count >= MostIdle)
            {
                return;
            }

            Idle.Push(this);
        }
        while (true);
    }
}
