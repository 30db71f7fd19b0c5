using SimAsync.Kernel;

namespace SimAsync.Tasks;

/// <summary>A stretch of code, and all that it starts: see <see cref="Sim.Scope"/>.</summary>
internal sealed class TaskScope : IDisposable
{
    // Flows to whatever is started.
    private static readonly AsyncLocal<TaskScope?> Slot = new();

    private readonly SimLoop loop;
    private readonly string label;
    private readonly TaskScope? outer = Slot.Value;
    private readonly ITaskIdentity? owner;
    private readonly TimeSpan sinceTime;
    private readonly long sinceStep;
    private bool isOver;

    public TaskScope(SimLoop loop, string label)
    {
        (this.loop, this.label, owner) = (loop, label, loop.CurrentTask);
        (sinceTime, sinceStep) = (loop.Time, loop.StepCount);
        Slot.Value = this;
    }

    public void Dispose()
    {
        if (isOver)
        {
            return;
        }

        isOver = true;
        if (Slot.Value == this)
        {
            Slot.Value = outer;
        }

        // At the end of the run all is cancelled, in whatever order.
        if (!loop.IsEnding && Left() is { Count: > 0 } left)
        {
            loop.Fail(new ScopeException(loop, label, sinceTime, sinceStep, left));
        }
    }

    private List<SimWait> Left()
    {
        TaskRegistry registry = TaskRegistry.Of(loop);
        var left = new List<SimWait>();
        foreach (TaskCore task in registry.Pending())
        {
            if (task != owner && task != loop.CurrentTask && IsIn(task.Context))
            {
                left.Add(TaskWaits.Wait(task));
            }
        }

        IEnumerable<SuspendedMethod> methods = loop.ListsMethods
            ? TaskWaits.Suspended(loop, registry)
            : loop.Armed().Select(static work => work.Awakens).Concat(loop.ReadyStates()).SelectMany(Continuations.AwaitersOf);
        left.AddRange(methods.Where(method => IsIn(method.Flow)).Select(TaskWaits.Of).Distinct());
        return left;
    }

    private bool IsIn(ExecutionContext? context)
    {
        for (TaskScope? at = context is null ? null : Ambient.In(context, Slot) as TaskScope; at is not null; at = at.outer)
        {
            if (at == this)
            {
                return true;
            }
        }

        return false;
    }
}
