namespace SimAsync.Tasks;

/// <summary>
/// Asks a future to cancel itself, and through a task what that task waits for, and so on down. CPython recurses
/// (<c>Task.cancel</c>, <c>_GatheringFuture.cancel</c>), and fails with a RecursionError on a ring of tasks that await each other or
/// on a long chain; this walks with a stack of its own, and breaks a ring at the task that closes it. Task graphs, which say
/// what CPython does, ask for its error instead.
/// </summary>
internal static class Cancellation
{
    // CPython goes round a ring until its stack is full. Twice has the effects on what hangs on the ring; the rest is only counted.
    private const int RoundsBeforeError = 2;
    private const int RoundsOfARecursion = 1000;

    public static bool Request(SimFuture target, string? message) => Request(target, message, !target.Loop.RaisesOnRings);

    public static bool Request(SimFuture target, string? message, bool breakRings)
    {
        int rounds = breakRings ? 1 : RoundsBeforeError;
        Stack<Frame>? path = null;
        bool took;
        SimFuture at = target;
        for (; ; )
        {
            // Down to the first that can answer.
            for (; ; )
            {
                if (at.IsDone)
                {
                    took = at.CancelSelf(message);
                    break;
                }

                if (at is ITaskFuture { Core: var task })
                {
                    if (task.RoundsOnCancelPath == rounds)
                    {
                        if (!breakRings)
                        {
                            throw RingError(path!, task);
                        }

                        BreakRing(path!, message);
                        took = true;
                        break;
                    }

                    if (task.NoteCancel(message) is not { } waiter)
                    {
                        took = true;
                        break;
                    }

                    task.RoundsOnCancelPath++;
                    (path ??= new Stack<Frame>()).Push(new Frame(task, null));
                    at = waiter;
                }
                else if (at is IGatherFuture gather)
                {
                    (path ??= new Stack<Frame>()).Push(new Frame(null, gather));
                    at = gather.Children[0];
                }
                else
                {
                    took = at.CancelSelf(message);
                    break;
                }
            }

            // And back up with its answer, until another child is to be asked.
            for (; ; )
            {
                if (path is null || !path.TryPop(out Frame frame))
                {
                    return took;
                }

                if (frame.Task is { } task)
                {
                    task.RoundsOnCancelPath--;
                    if (!took)
                    {
                        task.MustCancel(message);
                        took = true;
                    }
                }
                else
                {
                    IGatherFuture gather = frame.Gather!;
                    bool any = frame.Any || took;
                    if (frame.Child + 1 < gather.Children.Count)
                    {
                        path.Push(new Frame(null, gather, frame.Child + 1, any));
                        at = gather.Children[frame.Child + 1];
                        break;
                    }

                    gather.CancelRequested |= any;
                    took = any;
                }
            }
        }
    }

    // The task nearest to the end of the path waits, perhaps through gathers, for one that is on the path already. It
    // is taken from what it waits for and cancelled there; the rest of the ring then falls in turn.
    private static void BreakRing(Stack<Frame> path, string? message)
    {
        foreach (Frame frame in path)
        {
            if (frame.Task is { } task)
            {
                task.CancelWait(message);
                return;
            }
        }

        throw new SimulationBugException("A ring of tasks has no task in it.");
    }

    private static TaskRingException RingError(Stack<Frame> path, TaskCore closing)
    {
        // From the end of the path: the rounds of the ring, and then what led into it.
        int rounds = RoundsBeforeError;
        foreach (Frame frame in path)
        {
            if (frame.Task is { } task)
            {
                task.RoundsOnCancelPath = 0;
                task.CountCancels(rounds > 0 ? RoundsOfARecursion : 0);
                rounds -= ReferenceEquals(task, closing) ? 1 : 0;
            }
        }

        return new TaskRingException(closing);
    }

    private readonly record struct Frame(TaskCore? Task, IGatherFuture? Gather, int Child = 0, bool Any = false);
}

/// <summary>A future that is a task's face.</summary>
internal interface ITaskFuture
{
    TaskCore Core { get; }
}

/// <summary>A future that stands for several: cancelling it cancels them, and it ends when they have.</summary>
internal interface IGatherFuture
{
    /// <summary>At least one.</summary>
    IReadOnlyList<SimFuture> Children { get; }

    bool CancelRequested { get; set; }
}
