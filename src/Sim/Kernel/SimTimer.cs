using System.Diagnostics;

namespace SimAsync.Kernel;

/// <summary>A timer in virtual time. Its semantics are those of the runtime's own: .NET 10, <c>System.Threading.TimerQueueTimer</c>.</summary>
/// <remarks>
/// Unlike there, due time and period are not cut to whole milliseconds. A callback that is due has a step of its own; a timer that is disposed of before that
/// step runs calls nothing, and one that is only changed does.
/// </remarks>
[DebuggerDisplay("{DebuggerText,nq}")]
internal sealed class SimTimer : ITimer, IWork
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly SimLoop loop;
    private readonly TimerCallback callback;
    private readonly object? state;
    private readonly ExecutionContext? context;
    private readonly TaskPath owner;
    private readonly Watched watched = Watched.New();
    private long instant;
    private long period;
    private bool isDisposed;
    private int running;
    private TaskCompletionSource? ended;

    public SimTimer(SimLoop loop, TimerCallback callback, object? state)
    {
        (this.loop, this.callback, this.state) = (loop, callback, state);
        context = ExecutionContext.Capture();
        owner = loop.CurrentPath;
    }

    public long TimerNumber { get; set; }

    public bool IsVoid => isDisposed;

    public object? Awakens => state;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        watched.Write();
        if (isDisposed || loop.IsClosed)
        {
            return false;
        }

        if (ReferenceEquals(SimLoop.Current, loop))
        {
            Arm(dueTime, period);
        }
        else
        {
            loop.PostForeign(() => Arm(dueTime, period), static () => "another thread changed a timer of the simulation");
        }

        return true;
    }

    public void Dispose()
    {
        watched.Write();
        if (!isDisposed)
        {
            // Also by another thread, a finalizer say: what is disposed of calls nothing, and its entry is void.
            isDisposed = true;
            if (ReferenceEquals(SimLoop.Current, loop))
            {
                Disarm();
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return running == 0 ? default : new ValueTask((ended ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task);
    }

    public void Due()
    {
        loop.Ready(this, null, owner.Hash);
        if (period > 0)
        {
            instant += period;
            loop.Arm(this, instant);
        }
    }

    public void Run(object? argument)
    {
        watched.Write();
        if (isDisposed)
        {
            return;
        }

        loop.CurrentPath = owner;
        running++;
        loop.RunOnPool(context, static timer => ((SimTimer)timer!).Call(), this);
        if (--running == 0 && isDisposed)
        {
            ended?.TrySetResult();
        }
    }

    public StepSubject Subject(object? argument) => Continuations.TimerOf(state, $"timer: {Describer.Method(callback.Method)}");

    public string Describe(object? argument) => $"{owner} timer: {Describer.Method(callback.Method)}";

    private string DebuggerText => SimLoop.Quietly(() =>
        $"{Describe(null)}: {(isDisposed ? "disposed" : TimerNumber == 0 ? "not armed" : $"due at {Time(instant)}")}{(period > 0 ? $", every {Time(period)}" : "")}");

    private static string Time(long ticks) => SimAsync.Kernel.Describe.Time(ticks);

    private static void Check(TimeSpan time, string name)
    {
        if (time != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(time, Longest, name);
        }
    }

    private void Call() => callback(state);

    private void Arm(TimeSpan dueTime, TimeSpan every)
    {
        Disarm();
        period = every > TimeSpan.Zero ? every.Ticks : 0;
        if (dueTime >= TimeSpan.Zero)
        {
            instant = loop.After(dueTime.Ticks);
            loop.Arm(this, instant);
        }
    }

    private void Disarm()
    {
        if (TimerNumber != 0)
        {
            loop.Disarm(this);
        }
    }
}
