using System.Diagnostics;
using SimAsync.Kernel;

namespace SimAsync;

/// <summary>
/// A callback that the loop will call: asyncio's <c>Handle</c> and <c>TimerHandle</c>. It runs in the execution context in
/// which it was made.
/// </summary>
[DebuggerDisplay("{DebuggerText,nq}")]
public sealed class SimHandle : IWork, Scheduler.IPlace
{
    private readonly SimLoop loop;
    private readonly ExecutionContext? context;
    private readonly TaskPath owner;
    private readonly bool isPools;
    private Action? callback;
    private bool isReady;
    private bool isCancelled;
    private readonly Watched watched = Watched.New();

    internal SimHandle(SimLoop loop, Action callback)
    {
        this.loop = loop;
        this.callback = callback;
        owner = loop.CurrentPath;
        context = ExecutionContext.Capture();
        isPools = ReferenceEquals(SimLoop.Current, loop) && loop.IsOnPool;
    }

    /// <summary>When it is due, since the run began; null for a <see cref="SimLoop.CallSoon"/>.</summary>
    public TimeSpan? When { get; private set; }

    /// <summary>Whether <see cref="Cancel"/> was called.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public bool IsCancelled
    {
        get
        {
            watched.Read();
            return isCancelled;
        }
    }

    ulong Scheduler.IPlace.Location => watched.Location;

    long IWork.TimerNumber { get; set; }

    object? IWork.Awakens => callback;

    object? IWork.StateOf(object? argument) => callback;

    /// <summary>Takes the call back. No effect once it has run; calling twice is no error.</summary>
    public void Cancel()
    {
        watched.Write();
        if (isCancelled)
        {
            return;
        }

        isCancelled = true;
        callback = null;
        if (isReady)
        {
            loop.Withdraw(this);
            isReady = false;
        }
        else if (((IWork)this).TimerNumber != 0)
        {
            loop.Disarm(this);
        }
    }

    internal void MakeReady()
    {
        isReady = true;
        loop.Ready(this, null, owner.Hash);
    }

    internal void Arm(long instant)
    {
        When = new TimeSpan(instant);
        loop.Arm(this, instant);
    }

    void IWork.Due() => MakeReady();

    void IWork.Run(object? argument)
    {
        watched.Write();
        if (loop.Footprint is { } footprint && callback is not null && Continuations.MachineOf(callback) is not null)
        {
            // The rest of a plain async method: what it uses is not seen.
            footprint.NoteUnknown();
        }

        isReady = false;
        if (callback is { } call)
        {
            callback = null;
            loop.CurrentPath = owner;
            if (isPools)
            {
                loop.RunOnPool(context, static state => ((Action)state!)(), call);
            }
            else
            {
                loop.RunCallback(context, static state => ((Action)state!)(), call, call.Method);
            }
        }
    }

    StepSubject IWork.Subject(object? argument) => callback is not null && Continuations.BoxOf(callback) is not null
        ? Continuations.SubjectOf(callback)
        : new StepSubject(null, StepAct.Callback, null, callback is null ? null : Describer.FirstLine(callback.Method), ((IWork)this).Describe(argument));

    string IWork.Describe(object? argument) =>
        callback is null ? $"{owner} callback (cancelled)"
        : Continuations.MachineOf(callback) is null ? $"{owner} callback {Describer.Method(callback.Method)}"
        : $"{owner} {Continuations.Describe(callback)}";

    private string DebuggerText => SimLoop.Quietly(() =>
        $"{((IWork)this).Describe(null)}: {(isCancelled ? "cancelled" : callback is null ? "has run" : isReady ? "ready" : When is { } when ? $"due at {Describe.Time(when)}" : "")}");
}
