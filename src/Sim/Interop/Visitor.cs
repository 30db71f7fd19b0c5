using System.Diagnostics;
using SimAsync.Kernel;

namespace SimAsync.Interop;

/// <summary>
/// A thread from outside that is about to run something of the run: the rest of an async method whose socket has answered, say. It is held before the first line. If
/// the options let other threads take part, it is a step from there on, until it leaves the run's execution context; if not, the run has failed, and it may go once that is over.
/// </summary>
internal sealed class Visitor : IWork, IGuest, IContextGuest
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    private readonly SimLoop loop;
    private readonly ManualResetEventSlim granted = new();
    private readonly string? method = MethodHere();

    private Visitor(SimLoop loop) => this.loop = loop;

    public long TimerNumber { get; set; }

    /// <summary>Holds this thread until it may go on.</summary>
    public static void Hold(SimLoop loop)
    {
        // To find out who it is takes as long as a run may listen for what comes.
        loop.Arrives(1);
        if (BeginsThread())
        {
            // A thread that was started in the run. It is no harm by itself; what it completes will show, if it does not count as the run's own.
            Ambient.Enter(null);
            loop.NoteThread();
            loop.Arrives(-1);
            return;
        }

        var visitor = new Visitor(loop);
        loop.PostForeign(() => loop.Ready(visitor, null, loop.RootPath.Hash), visitor.What);
        loop.Arrives(-1);
        if (SimLoop.Current is not null)
        {
            // Another run's step completed what this run awaits: the two share something. Its thread may not stand still.
            return;
        }

        while (!visitor.granted.Wait(Glance))
        {
            // Whoever waits for this thread for real would wait in vain.
            if (loop.IsClosed || loop.IsWaitingForReal)
            {
                return;
            }
        }

        loop.TakeTurn();
        Ambient.Guest = visitor;
        loop.BreakIfDue();
    }

    public void Run(object? argument)
    {
        loop.CurrentPath = loop.RootPath;
        loop.Lend(this);
    }

    public void Due() => throw new SimulationBugException("A visitor has no timer.");

    public void Grant() => granted.Set();

    public void ContextLeft()
    {
        Ambient.Guest = null;
        loop.GiveTurnBack();
    }

    public void NextItem() => ContextLeft();

    public string Describe(object? argument) => $"another thread{(method is null ? "" : $": {method}")}";

    // Asked for by the loop, while the thread stands still: what is let go and has not gone on is what the thread is about to resume.
    private string What()
    {
        IReadOnlyList<SuspendedMethod> all = loop.Suspended();
        return all.FirstOrDefault(static method => method.IsLetGo)?.UsersOwn(all) is { } resumed
            ? $"another thread completed what {resumed.Method}{(resumed.At is { } at ? $", at {at}," : "")} awaits"
            : method is not null ? $"another thread runs {method}"
            : "another thread runs code of the simulation";
    }

    private static bool BeginsThread()
    {
        foreach (StackFrame frame in new StackTrace(fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod()?.DeclaringType is { } type
                && type.Assembly != typeof(Visitor).Assembly && type != typeof(ExecutionContext) && !type.Name.StartsWith("AsyncLocal", StringComparison.Ordinal))
            {
                return type == typeof(Thread) || type.DeclaringType == typeof(Thread);
            }
        }

        // Nothing stands below: the runtime begins a thread in its context.
        return true;
    }

    // Compiled without optimization, the framework's box does not say whose method it is; otherwise it does.
    private static string? MethodHere()
    {
        foreach (StackFrame frame in new StackTrace(fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod() is not { DeclaringType: { } type } method || type.Assembly == typeof(Visitor).Assembly)
            {
                continue;
            }

            if (!SourceCode.IsFrameworks(type.Assembly))
            {
                return Describer.Method(method);
            }

            if (type.IsConstructedGenericType && type.GenericTypeArguments[^1] is { } machine && machine.Name.StartsWith('<'))
            {
                return Describer.StateMachine(machine);
            }
        }

        return null;
    }
}
