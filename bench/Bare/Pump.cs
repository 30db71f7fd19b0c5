namespace SimAsync.Bench.Bare;

/// <summary>
/// The least that a deterministic scheduler of plain .NET tasks can be: a synchronization context whose continuations one thread runs, in order or picked at random,
/// and a clock that jumps to the next timer when nothing is left. No bounds, no records, no names; the pool and real timers are not held.
/// </summary>
internal sealed class Pump : SynchronizationContext
{
    private readonly bool picks;
    private (SendOrPostCallback Callback, object? State)[] ready = new (SendOrPostCallback, object?)[16];
    private int head;
    private int tail;
    private ulong random;

    private Pump(bool picks, ulong seed) => (this.picks, random) = (picks, seed);

    /// <summary>One run, from an empty pump until nothing is left.</summary>
    public static void Run(Func<PumpClock, Task> main, bool picks, ulong seed)
    {
        SynchronizationContext? outer = Current;
        var pump = new Pump(picks, (seed + 1) * 0x9E3779B97F4A7C15UL);
        SetSynchronizationContext(pump);
        try
        {
            var clock = new PumpClock();
            Task task = main(clock);
            do
            {
                pump.RunReady();
            }
            while (clock.FireNext());

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (tail - head == ready.Length)
        {
            Grow();
        }

        ready[tail++ & (ready.Length - 1)] = (d, state);
    }

    private void RunReady()
    {
        while (head != tail)
        {
            int mask = ready.Length - 1;
            if (picks)
            {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                int pick = (head + (int)((uint)random % (uint)(tail - head))) & mask;
                (ready[pick], ready[head & mask]) = (ready[head & mask], ready[pick]);
            }

            var (callback, state) = ready[head++ & mask];
            callback(state);
        }
    }

    private void Grow()
    {
        var larger = new (SendOrPostCallback, object?)[ready.Length * 2];
        for (int i = head; i != tail; i++)
        {
            larger[i & (larger.Length - 1)] = ready[i & (ready.Length - 1)];
        }

        ready = larger;
    }
}
