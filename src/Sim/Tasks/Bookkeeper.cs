using SimAsync.Kernel;

namespace SimAsync.Tasks;

/// <summary>A done callback of the framework's own: a step in order, no choice otherwise (see <see cref="SimLoop.Bookkeep"/>).</summary>
internal abstract class Bookkeeper(SimLoop loop) : IFutureCallback, IWork
{
    public long TimerNumber { get; set; }

    protected SimLoop Loop => loop;

    public void Completed(SimFuture future) => loop.Bookkeep(this, future);

    public void Run(object? argument)
    {
        try
        {
            if (argument is SimFuture future)
            {
                Done(future);
            }
            else
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
    }

    public void Due() => loop.Bookkeep(this, null);

    public string Describe(object? argument) => $"bookkeeping of {GetType().Name.Split('`')[0]}";

    /// <summary>A future that it watches is done.</summary>
    protected abstract void Done(SimFuture future);

    /// <summary>The timer that it armed is due.</summary>
    protected virtual void TimedOut() => throw new SimulationBugException($"{GetType().Name} armed no timer.");
}
