using SimAsync.Kernel;

namespace SimAsync.Exploration;

/// <summary>
/// What the real machine may have had a part in, of the attempts to make one run. Each attempt is the whole run from its beginning; one in which a real thread, or the real
/// clock, may have come between is made again, until two or three agree. So what is reported is the code's doing, and a seed gives the same events however busy the machine is.
/// </summary>
internal sealed class Doubts(RunOptions options)
{
    // A step that is slow, or a wait that is ended from outside, by chance is hardly so three times.
    private const int Confirmations = 3;

    private readonly HashSet<long> stalledSteps = [];
    private readonly HashSet<(long Steps, string Code)> heldAtInnerLocks = [];
    private HashSet<long>? slow;
    private int slowAttempts;
    private int escapes;
    private IReadOnlyList<int>? shortest;
    private int timesShortest;

    /// <summary>Whether there is no doubt about an attempt; otherwise, the options are set for the next.</summary>
    public bool AreOver(RunReport report)
    {
        options.ProbedSteps = null;
        if (report.StalledAt is { } stalled)
        {
            return stalled.IsOutside || IsTrueStall(stalled, report);
        }

        if (report.IsDebugged)
        {
            // It may have stood at a breakpoint for minutes, and is not made again for that.
            return !report.IsSpoiled;
        }

        if (report.Timeouts == Timeouts.Unmeasured)
        {
            options.MeasureSteps = true;
            return false;
        }

        if (report.IsEndedFromOutside && ++escapes < Confirmations)
        {
            return false;
        }

        // Who has such a lock is not to be seen. What holds a step there by chance hardly does so twice in one and the same way, if it is waited for.
        if (report.WasHeldAtInnerLock)
        {
            if (options.Patience < StallPatience.More)
            {
                options.Patience = StallPatience.More;
                return false;
            }

            if (heldAtInnerLocks.Add((report.Steps, report.ReplayCode)))
            {
                return false;
            }
        }

        return !MayHaveWaited(report) && (report.Timeouts == Timeouts.Exact || IsConfirmed(report.GivenTimeouts)) && !report.IsSpoiled;
    }

    // A step blocked where nothing held it. Seen once, it may be that the interruption struck later than it was meant to, or that other code's thread held a lock.
    private bool IsTrueStall(UserCall stalled, RunReport report)
    {
        bool isHeld = report.Recording!.HoldsPoolWaits;
        bool again = !stalledSteps.Add(report.StalledStep);
        if (report.IsDebugged)
        {
            // With all the patience that there is, once is enough.
        }
        else if (stalled.IsLock || stalled.IsSpin || isHeld)
        {
            if (options.Patience < StallPatience.Most)
            {
                options.Patience++;
                return false;
            }
        }
        else if (!again)
        {
            return false;
        }

        if (!isHeld && !options.HoldPoolWaits)
        {
            // On the pool's side nothing holds it unless it is given what the pool has not: a synchronization context.
            options.HoldPoolWaits = true;
            return false;
        }

        return true;
    }

    // Steps on the pool's side took so long that they may have waited for a timeout, unseen. Those that do so each time either compute, or wait: if stopped, they tell.
    private bool MayHaveWaited(RunReport report)
    {
        if (report.SlowSteps.Count == 0 || report.WasProbed)
        {
            options.HasSlowSteps = report.WasProbed;
            return false;
        }

        slow ??= [.. report.SlowSteps];
        slow.IntersectWith(report.SlowSteps);
        if (slow.Count == 0)
        {
            return false;
        }

        if (++slowAttempts >= Confirmations || options.HasSlowSteps)
        {
            options.ProbedSteps = slow;
        }

        return true;
    }

    // What the clock ticked in a step may have been before its wait, and then a timeout is told as too long. The shortest, seen so often, are as they were given.
    private bool IsConfirmed(IReadOnlyList<int> timeouts)
    {
        int order = shortest is null ? -1 : timeouts.Zip(shortest, static (now, before) => now.CompareTo(before)).FirstOrDefault(static order => order != 0);
        if (order == 0 && timeouts.Count == shortest!.Count)
        {
            return ++timesShortest >= Confirmations;
        }

        if (order <= 0)
        {
            (shortest, timesShortest) = (timeouts, 1);
        }

        return false;
    }
}
