using System.Diagnostics;
using System.Reflection;

namespace SimAsync.Kernel;

/// <summary>A call of the user's code into .NET, which blocks its thread or arms a timer: what was called, and where.</summary>
internal sealed class UserCall
{
    private readonly MethodBase? caller;
    private readonly int offset;

    private UserCall(MethodBase? called, MethodBase? caller, int offset)
    {
        (this.caller, this.offset) = (caller, offset);
        TakesRealTimeOff = called?.DeclaringType is { } type && type != typeof(Monitor) && !typeof(WaitHandle).IsAssignableFrom(type);
        Name = called is null ? "a call" : $"{called.DeclaringType?.Name.Split('`')[0]}.{called.Name.Replace("get_", "", StringComparison.Ordinal)}";
    }

    /// <summary>A test framework's wait for the test method.</summary>
    public static UserCall Harness { get; } = new(null, null, 0) { IsHarness = true };

    /// <summary>What was called: <c>Task.Wait</c>, say.</summary>
    public string Name { get; }

    /// <summary>The method that called it, as its author wrote it; null if none is on the stack.</summary>
    public string? Method => caller is null ? null : Describer.Method(caller);

    /// <summary>The line, or null if its debug information is not at hand.</summary>
    public SourceLine? At => caller is null ? null : Describer.LineAt(caller, offset);

    /// <summary>Whether it waits for a lock that another thread holds, not for a signal.</summary>
    public bool IsLock { get; private init; }

    /// <summary>Whether that is a lock of the framework's own, which other code's threads hold for a moment; and which is not to throw, or the framework is left in disorder.</summary>
    public bool IsInnerLock => InnerLock is not null;

    /// <summary>Whether it is a <c>Monitor.Wait</c>, which takes its lock again before it ends, whatever it ends with.</summary>
    public bool TakesLockAgain { get; private init; }

    /// <summary>Whether what called it counts on having the lock when it is over, even if it throws.</summary>
    public bool HasToEnter => IsInnerLock || TakesLockAgain;

    /// <summary>The method of the framework's that waits for that lock.</summary>
    public MethodBase? InnerLock { get; private init; }

    /// <summary>Whether it waits for what no step of the simulation can bring: the end of a real thread, a socket. A lock is none, wherever it is taken: who holds it mostly lets it go.</summary>
    public bool IsOutside { get; private init; }

    /// <summary>Whether it spins in the hope that another thread is about to be done with something, as the framework does here and there.</summary>
    public bool IsSpin { get; private init; }

    /// <summary>
    /// Whether it may be a mutex that is waited for, which belongs to the thread that takes it. A monitor's methods and a lock's are on the stack in any case; those by which
    /// a mutex is waited for are not, once they are compiled into the user's.
    /// </summary>
    public bool MayBeMutex => !IsLock && !TakesLockAgain;

    /// <summary>Whether it is a test framework that waits, for the test method or what belongs to it, and no code of the user's stands above it.</summary>
    public bool IsHarness { get; private init; }

    /// <summary>Whether the timeout that it passes on may be less than was given: see <see cref="Timeouts"/>.</summary>
    public bool TakesRealTimeOff { get; }

    /// <summary>Of the thread that asks.</summary>
    public static UserCall Here()
    {
        var (hasMonitor, isLock, isSpin, isOutside, isHarness) = (false, false, false, false, false);
        MethodBase? called = null;
        var frameworks = new List<MethodBase>();
        foreach (StackFrame frame in new StackTrace(fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod() is not { DeclaringType: { } type } method)
            {
                continue;
            }

            if (type.Assembly == typeof(SimLoop).Assembly)
            {
                if (method.Name == nameof(SimLoop.RunSteps))
                {
                    break;
                }

                continue;
            }

            if (SourceCode.IsTestFrameworks(type.Assembly))
            {
                (called, isHarness) = (method, true);
                continue;
            }

            if (!SourceCode.IsFrameworks(type.Assembly))
            {
                // Whose frames are missing from the stack is told by the code.
                called = CalledMethods.Behind(method, frame.GetILOffset(), called);
                return Made(method, frame.GetILOffset());
            }

            if (isHarness)
            {
                continue;
            }

            hasMonitor |= type == typeof(Monitor);
            isLock |= type == typeof(Lock) || (type == typeof(Monitor) && method.Name.Contains("Enter", StringComparison.Ordinal));
            isOutside |= IsOutsideWorld(type);
            isSpin |= IsSleep(method);
            if (type != typeof(SynchronizationContext))
            {
                called = method;
                frameworks.Add(method);
            }
        }

        if (!isHarness && SimLoop.Current?.CalledBack is { } work && Continuations.DelegateOf(work)?.Method is { } callback && !SourceCode.IsFrameworks(callback.Module.Assembly))
        {
            // The user's method is missing from the stack, too: it stands within the framework's that calls it back.
            (called, int offset) = CalledMethods.Below(callback, frameworks);
            return Made(callback, offset);
        }

        return Made(null, 0);

        UserCall Made(MethodBase? caller, int offset)
        {
            bool sleeps = caller is not null && called is not null && IsSleep(called);
            return new UserCall(called, caller, offset)
            {
                IsHarness = isHarness && caller is null,
                IsLock = isLock,
                InnerLock = !isLock || (caller is not null && IsLockType(called?.DeclaringType)) ? null
                    : frameworks.Find(static method => !IsLockType(method.DeclaringType) && method.DeclaringType != typeof(WaitHandle)) ?? called,
                TakesLockAgain = hasMonitor && !isLock,
                IsSpin = isSpin && !sleeps,
                IsOutside = (isOutside || sleeps) && !isLock,
            };
        }
    }

    /// <summary>"Task.Wait, in Orders.Place, at Orders.cs:31".</summary>
    public override string ToString() => $"{Name}{(Method is { } method ? $", in {method}" : "")}{(At is { } at ? $", at {at}" : "")}";

    /// <summary>Whether a type's methods are those that enter a lock.</summary>
    public static bool IsLockType(Type? type) => type == typeof(Monitor) || type == typeof(Lock);

    // Time passes for real, or a thread ends, whatever the simulation does. In the framework's own code that is a moment, between two looks at something.
    private static bool IsSleep(MethodBase method) => method.DeclaringType == typeof(SpinWait)
        || (method.DeclaringType == typeof(Thread) && (method.Name.StartsWith(nameof(Thread.Sleep), StringComparison.Ordinal) || method.Name == nameof(Thread.Join)));

    private static bool IsOutsideWorld(Type type) => type.Namespace is { } name
        && (name.StartsWith("System.Net", StringComparison.Ordinal) || name.StartsWith("System.IO", StringComparison.Ordinal) || type == typeof(Process));
}
