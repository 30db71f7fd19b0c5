using SimAsync.Kernel;
using SimAsync.Scheduler;

namespace SimAsync;

// Where the debugger is to break. A run in which nobody asks for it pays nothing: a step to break at is one more thing that the bound on steps may mean, and steps out of order are noticed where
// steps are observed.
public sealed partial class SimLoop
{
    private SortedSet<long>? breakSteps;

    // After so many steps comes the first of them.
    private long breakAfter = long.MaxValue;
    private bool breaksNext;

    // At how many more deviations to break, and how many there have been.
    private int breakDeviations;
    private int deviationsSeen;

    // For the thread that is to run the step that has been taken: what it is about to do.
    private string? breakDue;

    /// <summary>Has the debugger break when this step begins, if one is attached then.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step has begun already.</exception>
    internal void BreakAt(long step)
    {
        if (step <= steps)
        {
            throw new ArgumentOutOfRangeException(nameof(step), step, $"The run is in step {steps}: it can break at step {steps + 1} or a later one.");
        }

        if (options.IsTrial)
        {
            return;
        }

        (breakSteps ??= []).Add(step);
        breakAfter = breakSteps.Min - 1;
        SetStepBound();
    }

    /// <summary>On the thread that is to run the present step, before its work: breaks if it is to.</summary>
    internal void BreakIfDue()
    {
        if (breakDue is not null)
        {
            Break(breakDue);
            breakDue = null;
        }
    }

    private void BeginBreaks()
    {
        breakDeviations = options.IsTrial ? 0 : options.BreakAtDeviations;
        if (options.BreakAtStep is { } step)
        {
            BreakAt(step);
        }
    }

    // So many steps are over.
    private void ReachBreak()
    {
        breaksNext = true;
        SetChecks();
    }

    // A step has been taken, and is about to run.
    private void LookForBreak(in Step step)
    {
        bool isAsked = breaksNext;
        if (isAsked)
        {
            breaksNext = false;
            breakSteps!.RemoveWhere(at => at <= steps);
            breakAfter = breakSteps.Count == 0 ? long.MaxValue : breakSteps.Min - 1;
            SetStepBound();
        }

        bool deviates = breakDeviations > 0 && recording!.DeviationCount > deviationsSeen;
        if (deviates)
        {
            SeeDeviation();
        }

        SetChecks();
        if (!isAsked && !deviates)
        {
            return;
        }

        breakDue = $"SimAsync: step {steps}, at {Describe.Time(Time)}{(deviates ? ", out of order" : "")}: {Shown(step)}";
        if (step.Work is not IGuest)
        {
            BreakIfDue();
        }
    }

    // The code under test was given an answer that is not the usual one.
    private void NoteAnswer(int answer)
    {
        if (answer != 0 && breakDeviations > 0)
        {
            SeeDeviation();
            Break($"SimAsync: step {steps}, at {Describe.Time(Time)}: a choice is answered with {answer}");
        }
    }

    private void SeeDeviation()
    {
        deviationsSeen = recording!.DeviationCount;
        breakDeviations--;
    }

    private void Break(string text)
    {
        if (!IsDebugged || !AttachedDebugger.IsHere)
        {
            return;
        }

        // Whoever stands in for the debugger may wait here.
        using KernelCode kernel = EnterKernel();
        AttachedDebugger.Current.Break(this, text);
    }
}
