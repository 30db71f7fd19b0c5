using System.Diagnostics;
using SimAsync.Kernel;
using SimAsync.Tasks;

namespace SimAsync;

/// <summary>The deadline of a block of code: asyncio's <c>Timeout</c>. Made by <see cref="Sim.Timeout(TimeSpan?, Func{SimTimeout, Coroutine})"/>.</summary>
/// <remarks>
/// Source: CPython 3.14, <c>asyncio/timeouts.py</c>. When the deadline passes, the task is cancelled; leaving the block turns that
/// cancellation into a <see cref="TimeoutException"/>, unless more cancellations were requested than when it was entered.
/// </remarks>
[DebuggerDisplay("{DebuggerText,nq}")]
public sealed class SimTimeout
{
    private readonly Watched watched = Watched.New();
    private readonly SimLoop loop;
    private State state;
    private TaskCore? task;
    private SimHandle? handle;
    private long? when;
    private int cancelling;

    internal SimTimeout(SimLoop loop, long? when) => (this.loop, this.when) = (loop, when);

    private enum State
    {
        Created,
        Entered,
        Expiring,
        Expired,
        Exited,
    }

    /// <summary>The deadline, since the run began; null for none.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public TimeSpan? When
    {
        get
        {
            watched.Read();
            return when is { } ticks ? new TimeSpan(ticks) : null;
        }
    }

    /// <summary>Whether the deadline passed inside the block. Stays so after the block was left.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public bool IsExpired
    {
        get
        {
            watched.Read();
            return state is State.Expiring or State.Expired;
        }
    }

    /// <summary>Moves the deadline. One that has passed strikes as soon as the task suspends itself.</summary>
    /// <param name="deadline">Since the run began, as <see cref="Sim.Now"/>; null for none.</param>
    /// <exception cref="InvalidOperationException">The block has been left, or its deadline has passed.</exception>
    public void Reschedule(TimeSpan? deadline)
    {
        watched.Write();
        if (state != State.Entered)
        {
            throw new InvalidOperationException(state == State.Created
                ? "The timeout has not been entered: reschedule it inside its block."
                : $"The timeout cannot be rescheduled: it is {(IsExpired ? "expired" : "finished")}.");
        }

        when = deadline?.Ticks;
        handle?.Cancel();
        handle = when is not { } ticks ? null
            : ticks <= loop.Ticks ? loop.CallSoon(Expire)
            : loop.CallAt(new TimeSpan(ticks), Expire);
    }

    internal static async Coroutine<T> Run<T>(SimTimeout timeout, Func<SimTimeout, Coroutine<T>> body)
    {
        timeout.Enter();
        T result;
        try
        {
            result = await body(timeout);
        }
        catch (Exception e) when (timeout.Leave(e))
        {
            throw new TimeoutException($"The deadline of {Describe.Time(timeout.When!.Value)} passed.", e);
        }

        timeout.Leave(null);
        return result;
    }

    internal static async Coroutine Run(SimTimeout timeout, Func<SimTimeout, Coroutine> body)
    {
        timeout.Enter();
        try
        {
            await body(timeout);
        }
        catch (Exception e) when (timeout.Leave(e))
        {
            throw new TimeoutException($"The deadline of {Describe.Time(timeout.When!.Value)} passed.", e);
        }

        timeout.Leave(null);
    }

    private string DebuggerText => SimLoop.Quietly(() => $"a Timeout {(when is { } ticks ? $"at {Describe.Time(ticks)}" : "without a deadline")}: {(state switch
    {
        State.Created => "not entered",
        State.Entered => "runs",
        State.Expiring => "has passed",
        State.Expired => "expired",
        _ => "left",
    })}{(task is null ? "" : $", of {task}")}");

    private void Enter()
    {
        task = (TaskCore?)loop.CurrentTask
            ?? throw new InvalidOperationException("A timeout needs a task to cancel: await it inside a coroutine.");
        state = State.Entered;
        cancelling = task.Cancelling;
        Reschedule(When);
    }

    // CPython's __aexit__. True if the exception is the timeout's own cancellation.
    private bool Leave(Exception? exception)
    {
        watched.Write();
        handle?.Cancel();
        handle = null;
        if (state == State.Expiring)
        {
            state = State.Expired;
            return task!.Uncancel() <= cancelling && exception is OperationCanceledException;
        }

        state = State.Exited;
        return false;
    }

    private void Expire()
    {
        watched.Write();
        task!.Face.Cancel();
        state = State.Expiring;
        handle = null;
    }
}
