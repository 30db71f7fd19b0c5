namespace SimAsync.Scheduler;

/// <summary>
/// Makes the choices of one run. It is asked only where there are two or more candidates, and index 0 is always what
/// asyncio would have done, so a run is told by its few answers other than 0.
/// </summary>
/// <remarks>
/// An answer may depend on earlier questions and answers, and on the seed that the chooser was made with, but on nothing
/// else: no clock, no hash order, no thread. One run uses one chooser, from one thread at a time.
/// </remarks>
public interface IChooser
{
    /// <summary>
    /// True if the run goes as asyncio's loop does, in passes over what was ready when the pass began, with nothing to
    /// choose. False if each step is a choice among all that are ready.
    /// </summary>
    bool InPasses { get; }

    /// <summary>Whether it is told of every step, also of those that were the only one. False unless it says so: a run is faster without.</summary>
    bool SeesAll => false;

    /// <summary>Where the kernel is to note what each step uses; null if that is not of interest.</summary>
    internal Footprint? Footprint => null;

    /// <summary>Told of a step that runs next because it is the only one, if <see cref="SeesAll"/>.</summary>
    void Took(in Step step)
    {
    }

    /// <summary>Told that virtual time has moved on, if <see cref="SeesAll"/>: nothing was ready.</summary>
    void TimeMoved()
    {
    }

    /// <summary>Which step runs next.</summary>
    /// <param name="ready">The ready steps in the order in which they became ready; at least two.</param>
    /// <returns>An index into <paramref name="ready"/>.</returns>
    int Choose(ReadOnlySpan<Step> ready);

    /// <summary>Answers a choice that the code under test makes itself, say which fault to inject.</summary>
    /// <param name="count">How many answers there are; at least 2.</param>
    /// <returns>A number from 0 up to, not including, <paramref name="count"/>.</returns>
    int Choose(int count);

    /// <summary>Answers a choice of which the first answer is the usual one: whether to inject a fault, or which.</summary>
    /// <param name="probability">How likely it should be one of the others, where chance decides: more than 0, less than 1.</param>
    /// <param name="count">How many others there are, each as likely; at least 1.</param>
    /// <returns>0, or a number up to <paramref name="count"/>.</returns>
    int Weigh(double probability, int count);

    /// <summary>Answers, between two steps, whether a cancellation strikes here, and at which of the targets that there are.</summary>
    /// <param name="probability">How likely it should be, where chance decides: more than 0, less than 1.</param>
    /// <param name="targets">How many there are; at least 1.</param>
    /// <returns>0 for none, or a number up to <paramref name="targets"/>.</returns>
    int Strike(double probability, int targets) => Weigh(probability, targets);
}
