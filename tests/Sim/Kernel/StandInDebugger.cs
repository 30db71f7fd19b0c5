using SimAsync.Kernel;

namespace SimAsync.Tests.Kernel;

/// <summary>Stands in for a debugger, in the whole process: only in tests that are not made at the same time as others.</summary>
internal sealed class StandInDebugger : AttachedDebugger, IDisposable
{
    private readonly AttachedDebugger own = Current;
    private int asked;

    public StandInDebugger(bool isAttached = true)
    {
        Attached = isAttached;
        Current = this;
    }

    public bool Attached { get; set; }

    public override bool IsAttached
    {
        get
        {
            Interlocked.Increment(ref asked);
            return Attached;
        }
    }

    /// <summary>How often it was asked whether it is there: once for each part of a wait, say.</summary>
    public int Asked => Volatile.Read(ref asked);

    /// <summary>Where it broke.</summary>
    public List<(long Step, string Text, Thread Thread)> Breaks { get; } = [];

    /// <summary>What is looked at where it breaks.</summary>
    public Action? OnBreak { get; set; }

    public override void Break(SimLoop loop, string text)
    {
        Breaks.Add((loop.StepCount, text, Thread.CurrentThread));
        OnBreak?.Invoke();
    }

    public void Dispose() => Current = own;
}
