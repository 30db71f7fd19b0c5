namespace SimAsync.Bench.Bare;

/// <summary>Virtual time for a <see cref="Pump"/>: a heap of timers, of which one fires when nothing else is left.</summary>
internal sealed class PumpClock : TimeProvider
{
    private readonly PriorityQueue<(PumpTimer Timer, int Number), (long Instant, int Order)> timers = new();
    private long now;
    private int order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now;

    public override DateTimeOffset GetUtcNow() => new(now, TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new PumpTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Fires the next timer, if there is one.</summary>
    public bool FireNext()
    {
        while (timers.TryDequeue(out var next, out var priority))
        {
            if (next.Timer.Number == next.Number)
            {
                now = priority.Instant;
                next.Timer.Fire();
                return true;
            }
        }

        return false;
    }

    // One-shot timers only: the programs have no others.
    private sealed class PumpTimer(PumpClock clock, TimerCallback callback, object? state) : ITimer
    {
        public int Number { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Number++;
            if (dueTime >= TimeSpan.Zero)
            {
                clock.timers.Enqueue((this, Number), (clock.now + dueTime.Ticks, clock.order++));
            }

            return true;
        }

        public void Fire()
        {
            Number++;
            callback(state);
        }

        public void Dispose() => Number++;

        public ValueTask DisposeAsync()
        {
            Number++;
            return default;
        }
    }
}
