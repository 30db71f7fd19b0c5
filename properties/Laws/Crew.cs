using System.Runtime.ExceptionServices;

namespace SimAsync.Properties.Laws;

/// <summary>The tasks of one run, some of which it may cancel.</summary>
internal sealed class Crew
{
    private readonly List<SimTask> tasks = [];
    private readonly List<IDisposable> offers = [];

    /// <summary>Whether all have ended, or one has failed.</summary>
    public bool IsOver => tasks.TrueForAll(static task => task.IsDone) || tasks.Exists(static task => task is { IsDone: true, IsCancelled: false, Exception: not null });

    /// <summary>Starts a task.</summary>
    /// <param name="work">What it does.</param>
    /// <param name="cancellations">So many times the run may cancel it.</param>
    public ISimTask Start(Coroutine work, int cancellations = 0)
    {
        SimTask task = Sim.CreateTask(work);
        tasks.Add(task);
        offers.AddRange(Enumerable.Range(0, cancellations).Select(_ => Sim.MayCancel(task)));
        return task;
    }

    /// <summary>From here on the run cancels none.</summary>
    public void Spare()
    {
        foreach (IDisposable offer in offers)
        {
            offer.Dispose();
        }

        offers.Clear();
    }

    /// <summary>Waits for the end of all, and fails as soon as one fails. A cancellation is no failure.</summary>
    public async Coroutine End()
    {
        if (tasks.Count > 0)
        {
            await Sim.Wait(tasks, null, ReturnWhen.FirstException);
        }

        foreach (SimTask task in tasks.Where(static task => task.IsDone && !task.IsCancelled))
        {
            if (task.Exception is { } exception)
            {
                ExceptionDispatchInfo.Throw(exception);
            }
        }
    }
}
