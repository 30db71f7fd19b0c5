using System.Diagnostics;
using SimAsync.Kernel;
using SimAsync.Sync;

namespace SimAsync;

/// <summary>Lets so many tasks wait for each other: asyncio's <c>Barrier</c>.</summary>
/// <remarks>Source: CPython 3.14, <c>asyncio/locks.py</c>. It fills, then drains until all have left, and only then fills again.</remarks>
[DebuggerDisplay("{DebuggerText,nq}")]
public sealed class SimBarrier
{
    private readonly Watched watched = Watched.New();
    private readonly SimCondition changed;
    private readonly string? name;
    private State state;
    private int count;

    /// <summary>Makes one.</summary>
    /// <param name="parties">How many tasks it lets go together; at least 1.</param>
    /// <param name="name">What messages call it.</param>
    public SimBarrier(int parties, string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        Parties = parties;
        this.name = name;
        changed = new SimCondition(null, name ?? "of a Barrier");
    }

    private enum State
    {
        Filling,
        Draining,
        Resetting,
        Broken,
    }

    /// <summary>How many tasks it lets go together.</summary>
    public int Parties { get; }

    /// <summary>How many wait for it to fill.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public int Waiting
    {
        get
        {
            watched.Read();
            return state == State.Filling ? count : 0;
        }
    }

    /// <summary>Whether it was aborted.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public bool IsBroken
    {
        get
        {
            watched.Read();
            return state == State.Broken;
        }
    }

    /// <summary>Waits until all parties have come. The last to come does not suspend, unless the barrier still drains.</summary>
    /// <returns>A number from 0, in order of coming. After a cancellation two can get the same, as in CPython.</returns>
    /// <exception cref="BrokenBarrierException">The barrier is broken, or was reset or aborted while this waited.</exception>
    public async Coroutine<int> Wait()
    {
        using SimReleaser held = await changed.Hold();
        await changed.WaitFor(() => state is not (State.Draining or State.Resetting));
        if (state == State.Broken)
        {
            throw new BrokenBarrierException("The barrier was aborted.");
        }

        watched.Write();
        try
        {
            int index = count++;
            if (index + 1 == Parties)
            {
                state = State.Draining;
                changed.NotifyAll();
            }
            else
            {
                await changed.WaitFor(() => state != State.Filling);
                if (state is State.Broken or State.Resetting)
                {
                    throw new BrokenBarrierException("The barrier was aborted or reset while the task waited.");
                }
            }

            return index;
        }
        finally
        {
            watched.Write();
            count--;
            Leave();
        }
    }

    /// <summary>Makes it empty again. Those who wait get a <see cref="BrokenBarrierException"/>.</summary>
    public async Coroutine Reset()
    {
        using SimReleaser held = await changed.Hold();
        watched.Write();
        state = count > 0 ? State.Resetting : State.Filling;
        changed.NotifyAll();
    }

    /// <summary>Breaks it. Those who wait, and those who come, get a <see cref="BrokenBarrierException"/>.</summary>
    public async Coroutine Abort()
    {
        using SimReleaser held = await changed.Hold();
        watched.Write();
        state = State.Broken;
        changed.NotifyAll();
    }

    private string DebuggerText => SimLoop.Quietly(() => $"{Naming.Of("Barrier", name)}: {(state switch
    {
        State.Filling => "fills",
        State.Draining => "drains",
        State.Resetting => "is being reset",
        _ => "broken",
    })}, {count} of {Parties}");

    private void Leave()
    {
        if (count == 0)
        {
            if (state is State.Resetting or State.Draining)
            {
                state = State.Filling;
            }

            changed.NotifyAll();
        }
    }
}
