namespace SimAsync.Kernel;

/// <summary>The user's invariants of a run, asked in the order in which they were declared.</summary>
internal sealed class Invariants(SimLoop loop)
{
    private readonly List<Invariant> all = [];

    public bool IsEmpty => all.Count == 0;

    /// <summary>The first instant past which time may not move unless something holds; <see cref="long.MaxValue"/> for none.</summary>
    public long Deadline { get; private set; } = long.MaxValue;

    public Invariant Add(string label, Func<bool> holds, TimeSpan? within)
    {
        var made = new Invariant(label, holds, within, loop.Time, loop.StepCount);
        all.Add(made);
        Deadline = Math.Min(Deadline, made.Deadline);
        return made;
    }

    /// <summary>Asks them all.</summary>
    /// <exception cref="InvariantException">One is broken, or cannot be asked.</exception>
    public void Check()
    {
        bool changed = false;
        for (int i = 0; i < all.Count; i++)
        {
            Invariant at = all[i];
            if (!at.IsOver && Holds(loop, at) == at.Within is null)
            {
                continue;
            }

            if (!at.IsOver && at.Within is null)
            {
                at.Dispose();
                throw InvariantException.Broken(loop, at);
            }

            all.RemoveAt(i--);
            changed = true;
        }

        if (changed)
        {
            Deadline = all.Count == 0 ? long.MaxValue : all.Min(static at => at.Deadline);
        }
    }

    /// <summary>The error of the one that was to hold first and has not; null if there is none.</summary>
    public InvariantException? Unheld() =>
        all.Where(static at => at is { IsOver: false, Within: not null }).MinBy(static at => at.Deadline) is { } first ? InvariantException.Unheld(loop, first) : null;

    /// <summary>Asks one.</summary>
    /// <exception cref="InvariantException">It cannot be asked.</exception>
    public static bool Holds(SimLoop loop, Invariant at)
    {
        try
        {
            return loop.Holds(at);
        }
        catch (Exception e) when (e is not SimulationBugException)
        {
            at.Dispose();
            throw InvariantException.Failed(loop, at, e);
        }
    }
}
