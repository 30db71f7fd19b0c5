namespace SimAsync;

// What the strategy answers beside the order of steps.
public static partial class Sim
{
    /// <summary>
    /// Lets the strategy answer a question of the code under test: which fault to inject, say. Recorded, shrunk towards 0 and replayed like the
    /// choice of a step.
    /// </summary>
    /// <param name="count">How many answers there are; from 1 to 16,777,216.</param>
    /// <param name="label">What is asked, for traces.</param>
    /// <returns>From 0 up to, not including, <paramref name="count"/>; in order always 0.</returns>
    public static int Choose(int count, string? label = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Scheduler.Recording.MaxCandidates);
        SimLoop loop = SimLoop.Require("Sim.Choose");
        int answer = loop.ChooseValue(count);
        loop.Trace?.Add(new TraceEvent.Chosen(loop.StepCount, loop.Time, loop.CurrentPath.ToString(), label ?? "a choice", answer, count));
        return answer;
    }

    /// <summary>
    /// Lets the strategy say whether something goes wrong here: a connection breaks, a message is lost. Recorded, shrunk towards no and replayed like the choice of a step.
    /// </summary>
    /// <param name="label">What goes wrong, for traces.</param>
    /// <param name="probability">How likely a strategy that samples says yes; from 0, never, to 1, always. Exhaustive search tries both, unless it is 0 or 1.</param>
    /// <returns>Whether it does; in order always false, unless the probability is 1.</returns>
    public static bool Fault(string label, double probability = 0.1)
    {
        ArgumentNullException.ThrowIfNull(label);
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is from 0 to 1.");
        }

        SimLoop loop = SimLoop.Require("Sim.Fault");
        bool fails = probability == 1 || loop.WeighValue(probability, 1) == 1;
        loop.Trace?.Add(new TraceEvent.Chosen(loop.StepCount, loop.Time, loop.CurrentPath.ToString(), label, fails ? 1 : 0, 2));
        return fails;
    }

    /// <summary>
    /// Lets the strategy cancel a task or future: from the end of the present step on, between any two steps, at most once, until it is done, main has ended or the result is disposed of. An exploration
    /// first cancels it at each such point in turn: see <see cref="ExploreOptions.CancellationSweep"/>. Recorded, shrunk towards no cancellation and replayed like the choice of a step.
    /// </summary>
    /// <remarks>
    /// A main that ends with an <see cref="OperationCanceledException"/> after the simulation has cancelled something has not failed. In order nothing is cancelled.
    /// </remarks>
    /// <param name="target">What may be cancelled, as by <see cref="SimFuture.Cancel"/>.</param>
    /// <param name="message">What the cancellation says; null for nothing.</param>
    public static IDisposable MayCancel(SimFuture target, string? message = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        return SimLoop.Require("Sim.MayCancel").Offer(target.Describe(), () => !target.HasOutcome, () => target.Cancel(message));
    }

    /// <inheritdoc cref="MayCancel(SimFuture, string?)"/>
    /// <param name="source">What may be cancelled. It is not disposed of.</param>
    /// <param name="label">What it is called in reports; null for "a token".</param>
    public static IDisposable MayCancel(CancellationTokenSource source, string? label = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return SimLoop.Require("Sim.MayCancel").Offer(label ?? "a token", () => IsOpen(source), source.Cancel);
    }

    // Whether cancelling it would do anything: not if that has been done, or it was disposed of.
    private static bool IsOpen(CancellationTokenSource source)
    {
        if (source.IsCancellationRequested)
        {
            return false;
        }

        try
        {
            _ = source.Token;
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }
}
