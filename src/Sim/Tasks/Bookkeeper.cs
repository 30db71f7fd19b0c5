using SimAsync.Kernel;

namespace SimAsync.Tasks;

/// <summary>A done callback of the framework's own: a step in order, no choice otherwise (see <see cref="SimLoop.Bookkeep"/>).</summary>
internal abstract class Bookkeeper(SimLoop loop) : IFutureCallback, IWork
{
    // A timer that is due may still have to take its turn when it is stopped.
    private bool stopped;

    public long TimerNumber { get; set; }

    protected SimLoop Loop => loop;

    public void Completed(SimFuture future) => loop.Bookkeep(this, future);

    public void Run(object? argument)
    {
        try
        {
            if (argument is SimFuture future)
            {
                if (loop.Footprint is { } footprint)
                {
                    footprint.JustEnded = future.Location;
                }

                Done(future);
            }
            else if (!stopped)
            {
                TimedOut();
            }
        }
        catch (Exception e) when (e is InvalidStateException or TaskRingException)
        {
            // Someone else gave the future that is kept here its outcome, or what is to be cancelled is a ring; CPython's
            // callbacks fail in the same way.
            loop.Warnings.Add(SimWarningKind.CallbackFailed, $"{Describe(argument)} failed: {e.Message}", null, e);
        }
        finally
        {
            if (loop.Footprint is { } footprint)
            {
                footprint.JustEnded = 0;
            }
        }
    }

    public void Due() => loop.Bookkeep(this, null);

    public StepSubject Subject(object? argument) => new(null, StepAct.Bookkeeping, null, null, Describe(argument));

    public string Describe(object? argument) => $"bookkeeping of {GetType().Name.Split('`')[0]}";

    /// <summary>Takes the timer that it armed back, also if it is due already. Without one it does nothing.</summary>
    public void StopTimer()
    {
        stopped = true;
        if (TimerNumber != 0)
        {
            loop.Disarm(this);
        }
    }

    /// <summary>A future that it watches is done.</summary>
    protected abstract void Done(SimFuture future);

    /// <summary>The timer that it armed is due.</summary>
    protected virtual void TimedOut() => throw new SimulationBugException($"{GetType().Name} armed no timer.");
}
