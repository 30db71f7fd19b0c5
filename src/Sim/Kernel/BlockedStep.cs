namespace SimAsync.Kernel;

/// <summary>
/// A step that waits in the middle, as <c>Task.Wait</c> and <c>lock</c> do: its thread stands in the runtime's wait and others have the turn. What it
/// waits for is looked at after each of their steps, so when it can go on hangs on what they did, and not on how fast a thread wakes.
/// </summary>
internal sealed class BlockedStep : IWork, IGuest
{
    // What the runtime's waits answer when the time is over: WAIT_TIMEOUT.
    public const int TimedOut = 258;

    private readonly SimLoop loop;
    private readonly IntPtr[] handles;
    private readonly bool waitAll;
    private readonly Task? task;
    private readonly Signal granted = new();
    private Signal? answered;
    private bool isAsked;
    private int answer;

    public BlockedStep(SimLoop loop, IntPtr[] handles, bool waitAll, UserCall call)
    {
        (this.loop, this.handles, this.waitAll, Call) = (loop, handles, waitAll, call);
        (Task, Path, SinceTime, SinceStep) = (loop.CurrentTask, loop.CurrentPath, loop.Time, loop.StepCount);
    }

    /// <summary>A step that waits for a task, and says so.</summary>
    public BlockedStep(SimLoop loop, Task task)
        : this(loop, [], false, UserCall.Harness) => this.task = task;

    public long TimerNumber { get; set; }

    public UserCall Call { get; }

    /// <summary>The task whose step it is; null if it is plain code's.</summary>
    public ITaskIdentity? Task { get; }

    public TaskPath Path { get; }

    public TimeSpan SinceTime { get; }

    public long SinceStep { get; }

    public Thread Thread { get; } = Thread.CurrentThread;

    /// <summary>Whether it stands in the ready list, and waits for nothing but its turn.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Whether it is to go on only to end: the run is over.</summary>
    public bool IsAborted { get; set; }

    /// <summary>What the wait is to answer.</summary>
    public int Result { get; private set; } = TimedOut;

    /// <summary>Whether what it waits for has come, and is this step's.</summary>
    public bool HasCome => Result != TimedOut;

    /// <summary>Whether it is not to throw, at the end of the run, but to enter a lock that whoever has it lets go.</summary>
    public bool AwaitsEntry
    {
        get => field || Call.IsInnerLock;
        init;
    }

    /// <summary>If what it waits for has come, makes it ready. If its time was over, but it has not gone on yet, what came is what it gets.</summary>
    public void Look()
    {
        if (HasCome)
        {
            return;
        }

        Result = Poll();
        if (!HasCome || IsReady)
        {
            return;
        }

        if (TimerNumber != 0)
        {
            loop.Disarm(this);
        }

        MakeReady();
    }

    /// <summary>At the end of the run: whether the lock that it waits for, or the pulse, has come.</summary>
    public bool TryEnter()
    {
        Result = HasCome ? Result : SimSynchronizationContext.Poll(handles, waitAll, 0);
        return HasCome;
    }

    public void Due() => MakeReady();

    /// <summary>Whether its thread is the one that called Run, which then drives the loop again.</summary>
    public bool IsHome => Thread == loop.Home;

    public void Run(object? argument) => loop.Lend(this);

    public void Grant() => granted.Set();

    /// <summary>On its own thread: stands until it has the turn.</summary>
    public void AwaitTurn()
    {
        for (; ; )
        {
            granted.Wait();
            if (!isAsked)
            {
                return;
            }

            isAsked = false;
            answer = SimSynchronizationContext.Poll(handles, waitAll, 0);
            answered!.Set();
        }
    }

    public StepSubject Subject(object? argument) => Call.IsHarness
        ? new StepSubject(Task, StepAct.Resume, null, null, "went on after the test method")
        : new StepSubject(Task, StepAct.Resume, Call.Method, Call.At, $"went on after {Call.Name}");

    public string Describe(object? argument) => $"{(object?)Task ?? Path} goes on after {Call}";

    private void MakeReady()
    {
        IsReady = true;
        loop.Ready(this, null, Path.Hash);
    }

    // Looking takes what there is to take (an event that resets itself, a semaphore's permit), on behalf of the thread that waits. Only a mutex belongs
    // to who takes it, so what may be one is looked at by that thread.
    private int Poll()
    {
        if (task is not null)
        {
            return task.IsCompleted ? 0 : TimedOut;
        }

        if (!Call.MayBeMutex)
        {
            return SimSynchronizationContext.Poll(handles, waitAll, 0);
        }

        loop.ClearStall();
        isAsked = true;
        answered ??= new Signal();
        granted.Set();
        answered.Wait();
        return answer;
    }
}
