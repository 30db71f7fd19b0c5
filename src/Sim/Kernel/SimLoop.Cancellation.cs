using SimAsync.Kernel;

namespace SimAsync;

// Cancellation as a choice: between two steps, whatever is on offer may be cancelled, each at most once in a run.
public sealed partial class SimLoop
{
    // Where it is not known how many points a run has.
    private const int GuessedPoints = 16;

    // Of the points that a run was thought to have, some are taken to be left.
    private const int LeastPointsLeft = 8;

    // Most runs have none.
    private List<CancelTarget>? targets;
    private List<InjectedCancellation>? injected;

    /// <summary>What the simulation has cancelled, in order.</summary>
    internal IReadOnlyList<InjectedCancellation> Injected => injected is null ? [] : injected;

    /// <summary>Between how many steps something could have been cancelled.</summary>
    internal int CancellationPoints { get; private set; }

    /// <summary>From the end of the present step on, it may be cancelled between two steps.</summary>
    /// <param name="label">What it is.</param>
    /// <param name="isOpen">Whether cancelling it would still do anything.</param>
    /// <param name="cancel">Cancels it, in a step of its own and in the present context.</param>
    internal CancelTarget Offer(string label, Func<bool> isOpen, Action cancel)
    {
        if (isChecking)
        {
            throw Misused("offer a cancellation");
        }

        var target = new CancelTarget(label, isOpen, new SimHandle(this, cancel));
        (targets ??= []).Add(target);
        attention |= Attention.Cancellations;
        return target;
    }

    // After a step, when all that belongs to it is done, and after timers have fired.
    private void MayStrike()
    {
        if (!choosing || stopping)
        {
            return;
        }

        List<CancelTarget> open = targets!;
        open.RemoveAll(static target => !target.IsOpen);
        if (open.Count == 0)
        {
            attention &= ~Attention.Cancellations;
            return;
        }

        // Each point is as likely as any other; a second cancellation is half as likely as a first.
        int points = options.CancellationPoints > 0 ? options.CancellationPoints : GuessedPoints;
        double probability = 1.0 / (Math.Max(points - CancellationPoints, LeastPointsLeft) + 1) / (1 << Math.Min(Injected.Count, 16));
        CancellationPoints++;
        int answer = AskValue(() => chooser.Strike(probability, open.Count));
        recording?.Add(answer, open.Count + 1, 0);
        if (answer == 0)
        {
            return;
        }

        CancelTarget struck = open[answer - 1];
        open.RemoveAt(answer - 1);
        (injected ??= []).Add(new InjectedCancellation(struck.Label, steps, Time));
        Trace?.Add(new TraceEvent.Injected(steps, Time, struck.Label));
        struck.Handle.MakeReady();
        PutLastFirst();
    }
}
