using System.Runtime.CompilerServices;
using SimAsync.Kernel;
using SimAsync.Scheduler;

namespace SimAsync;

// The ready list: in which order steps became ready, and which of them goes next.
public sealed partial class SimLoop
{
    // The ready steps are ready[head..tail], in the order in which they became ready; the rest of the array is empty.
    private Step[] ready = new Step[16];
    private int head;
    private int tail;

    // How often the ready steps were moved down with less than seven eighths free.
    private int moves;

    // Whether the step that goes now was not the first of those that are ready. Who asks sets it back.
    private bool tookOther;

    internal int ReadyCount => tail - head;

    /// <summary>Makes a step ready, after all that are ready now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Ready(IWork work, object? argument, ulong owner)
    {
        if (tail == ready.Length)
        {
            MakeRoom();
        }

        ready[tail++] = new Step(work, argument, owner);
    }

    /// <summary>Takes back a step that was made ready but has not run. False if there is none.</summary>
    internal bool Withdraw(IWork work)
    {
        for (int i = head; i < tail; i++)
        {
            if (ReferenceEquals(ready[i].Work, work))
            {
                if (i - head < pass)
                {
                    pass--;
                }

                RemoveAt(i - head);
                return true;
            }
        }

        return false;
    }

    /// <summary>The first of the ready steps that is a <typeparamref name="T"/>, or null.</summary>
    internal T? FirstReady<T>()
        where T : class, IWork
    {
        for (int i = head; i < tail; i++)
        {
            if (ready[i].Work is T found)
            {
                return found;
            }
        }

        return null;
    }

    private Step Take()
    {
        int count = Math.Min(tail - head, Recording.MaxCandidates);
        if (count > 1 && choosing && !isForced)
        {
            int index = Ask(count);
            recording?.Add(index, count, ready[head + index].Owner);
            if (index != 0)
            {
                tookOther = true;
                Step chosen = ready[head + index];
                RemoveAt(index);
                return chosen;
            }
        }

        else if (seesAll && choosing)
        {
            NoteTaken();
        }

        isForced = false;
        Step step = ready[head];
        ready[head] = default;
        if (++head == tail)
        {
            head = tail = 0;
        }

        return step;
    }

    private void NoteTaken()
    {
        try
        {
            chooser.Took(in ready[head]);
        }
        catch (ReplayMismatchException mismatch)
        {
            throw Diverged(mismatch);
        }
    }

    // The step that was made ready last goes next, without a choice.
    private void PutLastFirst()
    {
        for (int i = tail - 1; i > head; i--)
        {
            (ready[i], ready[i - 1]) = (ready[i - 1], ready[i]);
        }

        isForced = true;
        pass++;
    }

    private int Ask(int count)
    {
        int index;
        try
        {
            index = chooser.Choose(new ReadOnlySpan<Step>(ready, head, count));
        }
        catch (ReplayMismatchException mismatch)
        {
            throw Diverged(mismatch);
        }

        if ((uint)index >= (uint)count)
        {
            throw new SimulationBugException($"{chooser.GetType().Name} chose {index} of {count} ready steps.");
        }

        return index;
    }

    // Order stays, so the shorter side moves. A few steps move one by one: a block copy of references has the collector told
    // of the whole block, which is dearer than telling it of each.
    private void RemoveAt(int index)
    {
        const int Few = 16;
        Step[] all = ready;
        int at = head + index;
        if (index < (tail - head) / 2)
        {
            if (index > Few)
            {
                Array.Copy(all, head, all, head + 1, index);
            }
            else
            {
                for (int i = at; i > head; i--)
                {
                    all[i] = all[i - 1];
                }
            }

            all[head++] = default;
        }
        else
        {
            int last = tail - 1;
            if (last - at > Few)
            {
                Array.Copy(all, at + 1, all, at, last - at);
            }
            else
            {
                for (int i = at; i < last; i++)
                {
                    all[i] = all[i + 1];
                }
            }

            all[last] = default;
            tail = last;
        }

        if (head == tail)
        {
            head = tail = 0;
        }
    }

    private void MakeRoom()
    {
        // A closed loop has no room at all, so it always comes here.
        ThrowIfClosed();

        // Moving down only when at least half is free keeps each step's share of the moving constant. A long run has a small
        // array grow nevertheless, until seven eighths are free when it comes to moving: then the share is next to nothing.
        // A short run has no use for that, and would pay for clearing the larger array.
        const int Small = 1024;
        int count = tail - head;
        if (head >= ready.Length / 2 && (ready.Length >= Small || head >= ready.Length / 8 * 7 || ++moves % 16 != 0))
        {
            Array.Copy(ready, head, ready, 0, count);
            int stale = Math.Max(head, count);
            Array.Clear(ready, stale, tail - stale);
        }
        else
        {
            var larger = new Step[ready.Length * 2];
            Array.Copy(ready, head, larger, 0, count);
            ready = larger;
        }

        (head, tail) = (0, count);
    }
}
