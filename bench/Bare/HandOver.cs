namespace SimAsync.Bench.Bare;

/// <summary>Two threads that hand a turn to each other: what a scheduler with a thread for each task pays for a step.</summary>
internal static class HandOver
{
    /// <summary>So many turns, by a flag that both watch, without sleep: the fastest that there is, while two cores have nothing else to do.</summary>
    public static void Spin(int turns) => Run(
        turns,
        static (ref int turn, int mine) =>
        {
            while (Volatile.Read(ref turn) != mine)
            {
                Thread.SpinWait(1);
            }
        },
        static (ref int turn, int next) => Volatile.Write(ref turn, next));

    /// <summary>The same by two semaphores.</summary>
    public static void Semaphores(int turns)
    {
        SemaphoreSlim[] semaphores = [new(1), new(0)];
        Run(turns, (ref int _, int mine) => semaphores[mine].Wait(), (ref int _, int next) => semaphores[next].Release());
    }

    private static void Run(int turns, Waiting wait, Passing pass)
    {
        int turn = 0;
        var other = new Thread(() => Take(1));
        other.Start();
        Take(0);
        other.Join();

        void Take(int mine)
        {
            for (int i = 0; i < turns / 2; i++)
            {
                wait(ref turn, mine);
                pass(ref turn, 1 - mine);
            }
        }
    }

    private delegate void Waiting(ref int turn, int mine);

    private delegate void Passing(ref int turn, int next);
}
