namespace SimAsync.Tests.Exploration;

/// <summary>A real clock that goes on by so much each time that it is looked at, and otherwise stands.</summary>
internal sealed class StepClock(double seconds) : TimeProvider
{
    private long ticks;

    /// <summary>How often it was looked at.</summary>
    public int Looks { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        Looks++;
        return Interlocked.Add(ref ticks, TimeSpan.FromSeconds(seconds).Ticks);
    }
}
