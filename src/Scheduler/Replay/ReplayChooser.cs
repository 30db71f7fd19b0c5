namespace SimAsync.Scheduler;

/// <summary>
/// Plays a recorded run again, and checks at each choice that it is still the recorded one: as many candidates, the same
/// owner of the step that is taken. Past the end of the recording (the code under test was mended, say) it goes on in order.
/// </summary>
internal sealed class ReplayChooser(ReplayCode code) : IChooser
{
    private int choice;
    private int next;

    public bool InPasses => code.InPasses;

    /// <summary>How many choices have been played.</summary>
    public int Played => choice;

    /// <summary>How many recorded choices have not been played.</summary>
    public int Left => Math.Max(0, code.Choices - choice);

    public int Choose(ReadOnlySpan<Step> ready)
    {
        int here = choice;
        int index = Next(ready.Length);
        Check(here, index, ready.Length, ready[Math.Min(index, ready.Length - 1)].Owner);
        return index;
    }

    public int Choose(int count)
    {
        int here = choice;
        int index = Next(count);
        Check(here, index, count, 0);
        return index;
    }

    public int Weigh(double probability, int count) => Choose(count + 1);

    private int Next(int count)
    {
        int here = choice++;
        return next < code.Deviations.Count && code.Deviations[next].Choice == here ? code.Deviations[next++].Index : 0;
    }

    private void Check(int here, int index, int count, ulong owner)
    {
        if (here >= code.Choices)
        {
            return;
        }

        if (index >= count)
        {
            throw new ReplayMismatchException(
                here, $"took candidate {index + 1} of at least {index + 1}", $"there are only {count}");
        }

        if (!code.Agrees(here, count, owner, out string recorded, out string now))
        {
            throw new ReplayMismatchException(here, recorded, now);
        }
    }
}
