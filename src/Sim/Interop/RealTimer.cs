using SimAsync.Kernel;

namespace SimAsync.Interop;

/// <summary>
/// A timer of the runtime's that the run armed (<c>Task.Delay</c>, <c>CancelAfter</c>, <c>Timer</c>, …): it stays in the runtime's queue, put off for ever, and fires
/// in virtual time. That it was disarmed or disposed of shows where it stands.
/// </summary>
internal sealed class RealTimer(SimLoop loop, object timer) : IWork
{
    private TaskPath owner = loop.RootPath;
    private long instant;
    private long period;

    public long TimerNumber { get; set; }

    public object Timer => timer;

    public object? Awakens => TimerInternals.StateOf(timer);

    public bool IsVoid => !TimerInternals.IsHeld(timer);

    public void Arm(uint dueMilliseconds, uint periodMilliseconds, TaskPath owner)
    {
        this.owner = owner;
        period = periodMilliseconds is 0 or uint.MaxValue ? 0 : periodMilliseconds * TimeSpan.TicksPerMillisecond;
        instant = loop.After(dueMilliseconds * TimeSpan.TicksPerMillisecond);
        if (TimerNumber != 0)
        {
            loop.Disarm(this);
        }

        loop.Arm(this, instant);
    }

    public void Due()
    {
        if (!TimerInternals.Expire(timer, again: period > 0))
        {
            return;
        }

        loop.Ready(this, null, owner.Hash);
        if (period > 0)
        {
            instant += period;
            loop.Arm(this, instant);
        }
    }

    public void Run(object? argument)
    {
        loop.CurrentPath = owner;
        loop.RunOnPool(null, TimerInternals.Fire, timer);
    }

    public StepSubject Subject(object? argument) => Continuations.TimerOf(Awakens, $"timer: {Continuations.Describe(timer)}");

    public string Describe(object? argument) => $"{owner} timer: {Continuations.Describe(timer)}";
}
