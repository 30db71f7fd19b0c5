using System.Diagnostics.CodeAnalysis;

namespace SimAsync.Kernel;

/// <summary>
/// The run's virtual time as a <see cref="TimeProvider"/>: for <c>Task.Delay</c>, <c>WaitAsync</c>, <c>CancellationTokenSource</c>, <c>PeriodicTimer</c>, and every
/// library that takes one. A timer's callback is a step, in the surroundings that the thread pool would give it.
/// </summary>
internal sealed class SimTimeProvider(SimLoop loop) : TimeProvider
{
    /// <summary>The date at which every run begins: one that no test takes for today.</summary>
    public static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>A timestamp counts ticks of 100 ns, as virtual time does.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Epoch.AddTicks(loop.Ticks);

    public override long GetTimestamp() => loop.Ticks;

    [SuppressMessage("Reliability", "CA2000", Justification = "The caller's to dispose of.")]
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new SimTimer(loop, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
