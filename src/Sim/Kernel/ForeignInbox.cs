namespace SimAsync.Kernel;

/// <summary>
/// What other threads hand to the loop: the one part of the kernel that more than one thread touches. The loop looks at one
/// flag a pass; only who uses other threads pays more.
/// </summary>
/// <param name="allowed">Whether the options let other threads call in unannounced, and the idle loop wait for them.</param>
/// <param name="bound">How long to wait, for real, before giving up.</param>
internal sealed class ForeignInbox(bool allowed, TimeSpan bound)
{
    private readonly object gate = new();
    private Queue<(Action Deliver, Func<string> What, bool Announced)>? queue;
    private volatile bool arrived;
    private int expected;
    private int arriving;

    /// <summary>Whether something has come since the last look.</summary>
    public bool Arrived => arrived;

    /// <summary>Whether anything was ever delivered: such a run cannot be played again.</summary>
    public bool Used { get; private set; }

    /// <summary>Whether something is announced that must be in before time may move.</summary>
    public bool Expected => Volatile.Read(ref expected) > 0;

    /// <summary>Something from outside took part that left nothing here.</summary>
    public void NoteUse() => Used = true;

    /// <summary>Called from any thread.</summary>
    /// <param name="deliver">What the loop's thread is to do.</param>
    /// <param name="what">Tells, on the loop's thread, what it is: for the error if the options do not allow it.</param>
    public void Post(Action deliver, Func<string> what)
    {
        // Whether it was announced is asked now: whoever calls in may take the announcement back before the loop looks.
        lock (gate)
        {
            (queue ??= new()).Enqueue((deliver, what, Expected));
            arrived = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>One more, or one fewer, that is still to call in. Called from any thread.</summary>
    public void Expect(int change)
    {
        if (Interlocked.Add(ref expected, change) == 0)
        {
            // Whoever waits must see that nobody is left to wait for.
            Wake();
        }
    }

    /// <summary>Waits, for real, while something is announced or, with nothing else to do, while the options say so.</summary>
    /// <param name="idle">Whether the loop has nothing ready and no timer.</param>
    /// <param name="gaveUp">Whether the bound passed and nothing came.</param>
    /// <returns>True if something is there.</returns>
    public bool Wait(bool idle, out bool gaveUp)
    {
        gaveUp = false;
        if (arrived || !(Expected || (idle && allowed)))
        {
            return arrived;
        }

        lock (gate)
        {
            var patience = new RealWait(bound);
            while (!arrived && (Expected || (idle && allowed)))
            {
                if (!patience.HasPart(out int part))
                {
                    gaveUp = true;
                    return false;
                }

                if (Monitor.Wait(gate, part))
                {
                    // Somebody came or went: it is waited for the next anew.
                    patience = new RealWait(bound);
                }
            }
        }

        return arrived;
    }

    /// <summary>One more thread, or one fewer, is here, and about to say what it brings.</summary>
    public void Arrive(int change)
    {
        Interlocked.Add(ref arriving, change);
        Wake();
    }

    /// <summary>Waits, for real, a little, for whatever may come, and until who is here has said it. True if something is there.</summary>
    public bool WaitFor(TimeSpan patience)
    {
        lock (gate)
        {
            var wait = new RealWait(patience, endsAnyway: true);
            while (!arrived && wait.HasPart(out int part) && !Monitor.Wait(gate, part))
            {
            }

            while (!arrived && Volatile.Read(ref arriving) > 0)
            {
                Monitor.Wait(gate, patience);
            }

            return arrived;
        }
    }

    /// <summary>Takes what is there, in order of arrival. Returns the first that is not allowed, or null.</summary>
    public string? Take()
    {
        for (; ; )
        {
            (Action Deliver, Func<string> What, bool Announced) item = default;
            lock (gate)
            {
                if (queue is null || !queue.TryDequeue(out item))
                {
                    arrived = false;
                    return null;
                }
            }

            if (!allowed && !item.Announced)
            {
                return item.What();
            }

            Used = true;
            item.Deliver();
        }
    }

    private void Wake()
    {
        lock (gate)
        {
            Monitor.PulseAll(gate);
        }
    }
}
