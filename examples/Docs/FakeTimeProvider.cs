namespace SimAsync.Examples.Docs;

/// <summary>
/// A clock that moves when it is told to, as the class of this name in Microsoft.Extensions.TimeProvider.Testing does: so that what docs/coming-from-faketimeprovider.md
/// has to say of tests with that one can be tried here without the package. It has what those tests use, and does with it what that one does.
/// </summary>
internal sealed class FakeTimeProvider : TimeProvider
{
    private readonly List<FakeTimer> armed = [];
    private DateTimeOffset now = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.Ticks;

    /// <summary>Sets the clock forward, and then calls back the timers that are due by then, the earliest first: each of them sees the new time.</summary>
    public void Advance(TimeSpan by)
    {
        now += by;
        while (armed.Where(timer => timer.Due <= now).MinBy(static timer => timer.Due) is { } timer)
        {
            timer.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class FakeTimer(FakeTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public DateTimeOffset Due { get; private set; }

        public void Fire()
        {
            if (period > TimeSpan.Zero)
            {
                Due += period;
            }
            else
            {
                Dispose();
            }

            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Dispose();
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                (Due, this.period) = (clock.now + dueTime, period);
                clock.armed.Add(this);
            }

            return true;
        }

        public void Dispose() => clock.armed.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
