using System.Runtime.ExceptionServices;
using SimAsync.Kernel;
using SimAsync.Scheduler;

namespace SimAsync;

// What is looked at beside the steps themselves: the trace, marks, the user's invariants, and whether anything still moves. A run that has none of it pays
// nothing: what is seen before a step stands behind one flag, and what is seen after it is one more thing that the loop may have to attend to.
public sealed partial class SimLoop
{
    private bool observes;
    private Invariants? invariants;
    private List<Invariant>? atEnd;
    private OrderedDictionary<ILeavable, bool>? locks;
    private LivelockWatch? watch;
    private long watchAfter = long.MaxValue;
    private bool isChecking;

    // What the predicate that is being asked did and may not do; it might catch the exception.
    private Exception? misuse;

    // The last step that was observed, and how it was described before it ran, if it was.
    private Step lastStep;
    private string? lastText;

    /// <summary>Counts what does not happen for ever in a run that goes round in circles: a task made or ended, a future that got its outcome, an answer to a choice.</summary>
    internal long Progress { get; set; }

    /// <summary>What is kept of each step, to compare the run with another; null if nothing is.</summary>
    internal List<StepMark>? Marks { get; }

    /// <summary>The step that ran last, for a person. Only where steps are observed.</summary>
    internal string LastStep => lastText
        ?? (lastStep.Work is ITaskIdentity task ? task.ToString()!
            : lastStep.Work is IWork work ? work.Describe(lastStep.Argument)
            : "the one that declared it");

    /// <summary>From the end of the present step on, it has to hold at the end of each; or, with a deadline, of one.</summary>
    internal IDisposable Declare(string label, Func<bool> holds, TimeSpan? within)
    {
        if (isChecking)
        {
            throw Misused("declare another");
        }

        Invariant made = (invariants ??= new Invariants(this)).Add(label, holds, within);
        SetChecks();
        return made;
    }

    /// <summary>Whether the framework has kept its list of suspended methods from the beginning of the run.</summary>
    internal bool ListsMethods => options.ListsMethods;

    /// <summary>The locks that were acquired, in order of their first time, if that is kept.</summary>
    internal IReadOnlyCollection<ILeavable> Locks => locks is null ? [] : locks.Keys;

    /// <summary>A lock was acquired.</summary>
    internal void NoteLock(ILeavable acquired)
    {
        if (options.NotesLocks)
        {
            (locks ??= new(ReferenceEqualityComparer.Instance)).TryAdd(acquired, true);
        }
    }

    /// <summary>The run fails with this as soon as the present step has ended.</summary>
    internal void Fail(Exception exception)
    {
        Unhandled ??= ExceptionDispatchInfo.Capture(exception);
        Stop();
    }

    /// <summary>It has to hold when main has ended.</summary>
    internal void DeclareAtEnd(string label, Func<bool> holds)
    {
        if (isChecking)
        {
            throw Misused("declare another");
        }

        (atEnd ??= []).Add(new Invariant(label, holds, null, Time, StepCount));
    }

    /// <summary>Whether what is ready when main has ended is to run until it rests.</summary>
    internal bool SettlesAtEnd => options.SettlesAtEnd || atEnd is not null;

    /// <summary>Main has ended, and all has come to rest: asks what has to hold then.</summary>
    /// <exception cref="InvariantException">It does not, or cannot be told.</exception>
    internal void CheckAtEnd()
    {
        foreach (Invariant one in atEnd ?? [])
        {
            if (!Invariants.Holds(this, one))
            {
                throw InvariantException.AtEnd(this, one);
            }
        }
    }

    /// <summary>Main has ended, or nothing more can happen: the first of what was to hold by now and did not, or null. Nothing is looked at any more.</summary>
    internal InvariantException? EndInvariants()
    {
        InvariantException? unheld = invariants?.Unheld();
        invariants = null;
        (lastStep, lastText) = (default, null);
        SetChecks();
        return unheld;
    }

    /// <summary>Asks one predicate, between two steps: in the context in which it was declared, and so that it changes nothing.</summary>
    internal bool Holds(Invariant invariant)
    {
        var before = (tail - head, timers.Count, disarmed, attention);
        (isChecking, misuse) = (true, null);
        try
        {
            Enter(invariant.Context);
            bool holds = invariant.Holds();
            return misuse is not null ? throw misuse
                : before != (tail - head, timers.Count, disarmed, attention) ? throw Misused("make a step ready, start a task or touch a timer")
                : holds;
        }
        finally
        {
            isChecking = false;
            if (MayHaveChangedContext())
            {
                SeeContext();
            }
        }
    }

    private void Observe(in Step step)
    {
        // Told before it runs, or it would be told where it stands afterwards. In most runs of an exploration it need not be told: the one that fails is played again.
        string? text = StepTrace is not null || (invariants is not null && Log is not null) ? ((IWork)step.Work).Describe(step.Argument) : null;
        StepTrace?.Add(new TraceEvent.StepRun(steps, new TimeSpan(now), text!));
        Tracer?.Begin(in step, tookOther, new ReadOnlySpan<Scheduler.Step>(ready, head, tail - head));
        tookOther = false;
        Marks?.Add(new StepMark(step.Owner, now, tail - head + 1));
        if (invariants is not null)
        {
            (lastStep, lastText) = (step, text);
        }

        if (watch is { IsLooking: true } looking)
        {
            looking.Note(((IWork)step.Work).StateOf(step.Argument));
        }

        TellEvents();
        if (breaksNext || breakDeviations > 0)
        {
            LookForBreak(in step);
        }
    }

    private void SetChecks()
    {
        bool looks = watch is { IsLooking: true };
        observes = Trace is not null || Marks is not null || invariants is not null || looks || breaksNext || breakDeviations > 0;
        attention = invariants is not null || looks || Tracer is { IsOver: false } ? attention | Attention.Checks : attention & ~Attention.Checks;
        timeBound = Math.Min(timeLimit, invariants?.Deadline ?? long.MaxValue);
    }

    private void EndChecks()
    {
        Tracer?.Close();
        (invariants, watch, watchAfter) = (null, null, long.MaxValue);
        (lastStep, lastText) = (default, null);
        SetChecks();
    }

    // After a step, when all that belongs to it is done.
    private void Check()
    {
        Tracer?.End(new ReadOnlySpan<Scheduler.Step>(ready, head, tail - head));
        if (invariants is { } all)
        {
            long deadline = all.Deadline;
            all.Check();
            if (all.IsEmpty || all.Deadline != deadline)
            {
                invariants = all.IsEmpty ? null : all;
                SetChecks();
            }
        }

        if (watch is { IsLooking: true } looking)
        {
            looking.AfterStep();
            if (!looking.IsLooking)
            {
                watchAfter = looking.Next;
                SetStepBound();
                SetChecks();
            }
        }
    }

    // Time is about to move past what bounds it.
    private void ThrowIfOverdue()
    {
        if (invariants is { Deadline: var deadline } all && deadline <= timeLimit && all.Deadline == timeBound)
        {
            now = deadline;
            throw all.Unheld()!;
        }
    }

    private void BeginWatching()
    {
        if (options.LivelockSteps is { } steps)
        {
            watch = new LivelockWatch(this, steps);
            watchAfter = steps;
        }
    }

    // So many steps after the last look.
    private void Watch()
    {
        watch!.Look();
        watchAfter = watch.IsLooking ? long.MaxValue : watch.Next;
        SetChecks();
    }

    /// <summary>What the ready steps go on with, in their order; null for one of which it is not known.</summary>
    internal IEnumerable<object?> ReadyStates()
    {
        for (int i = head; i < tail; i++)
        {
            yield return ((IWork)ready[i].Work).StateOf(ready[i].Argument);
        }
    }

    // A loop that asks for chance gets something else next time.
    private void NoteDraw(string what)
    {
        Progress++;
        if (isChecking)
        {
            throw Misused(what);
        }
    }

    private InvalidOperationException Misused(string what)
    {
        var exception = new InvalidOperationException($"A predicate is asked between two steps, and may not {what}: it only reads.");
        misuse ??= exception;
        return exception;
    }

    // A lock that another program's thread holds is let go in a moment. What else is waited for would have to come from a step.
    private int WaitInCheck(IntPtr[] handles, bool waitAll, int milliseconds)
    {
        int result = SimSynchronizationContext.Poll(handles, waitAll, 0);
        if (result == BlockedStep.TimedOut && milliseconds != 0 && UserCall.Here().IsLock)
        {
            var patience = new RealWait(RealPatience);
            while (result == BlockedStep.TimedOut && patience.HasPart(out int part))
            {
                result = SimSynchronizationContext.Poll(handles, waitAll, part);
            }
        }

        return result == BlockedStep.TimedOut && milliseconds != 0 ? throw Misused("wait") : result;
    }
}
