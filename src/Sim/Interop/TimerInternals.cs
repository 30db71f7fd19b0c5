using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using static SimAsync.Kernel.Internals;

namespace SimAsync.Interop;

/// <summary>
/// The private parts of the runtime's timers by which one is kept from firing in real time, and fired in virtual time. Where a runtime has not got them,
/// arming a real timer is an error that names its line.
/// </summary>
/// <remarks>Source: .NET 10, <c>System.Threading.TimerQueue</c> and <c>TimerQueueTimer</c>.</remarks>
internal static class TimerInternals
{
    /// <summary>As a due time, in milliseconds: so far ahead that no process lives to see it. A timer with it is one that is held.</summary>
    private const uint Far = uint.MaxValue - 7;

    private const uint Never = uint.MaxValue;

    private static readonly Parts? Found = Find() is { } parts && Works(parts) ? parts : null;

    /// <summary>Whether they are there, and do what they are taken for.</summary>
    public static bool AreThere => Found is not null;

    /// <summary>Whether a work item with this hash code is one that fires the timers of a queue.</summary>
    public static bool IsQueue(int hash) => Found is { } found && Array.IndexOf(found.QueueHashes, hash) >= 0;

    /// <summary>Finds a timer that was armed just now, and keeps it from firing in real time.</summary>
    /// <param name="hash">Its hash code.</param>
    /// <param name="due">The due time that it was given, in milliseconds.</param>
    /// <returns>Null if none is armed with that due time any more.</returns>
    public static object? Hold(int hash, uint due)
    {
        return First((parts, queue) =>
        {
            object? found = Search(parts, queue, timer => parts.Due(timer) == due && RuntimeHelpers.GetHashCode(timer) == hash);
            if (found is not null)
            {
                parts.Update(queue, found, Far, parts.Period(found));
            }

            return found;
        });
    }

    /// <summary>Takes a timer that fires in real time out of its queue.</summary>
    /// <param name="hash">Its hash code.</param>
    /// <param name="period">Its period, in milliseconds.</param>
    public static void Remove(int hash, uint period)
    {
        First((parts, queue) =>
        {
            object? found = Search(parts, queue, timer => parts.Period(timer) == period && RuntimeHelpers.GetHashCode(timer) == hash);
            if (found is not null)
            {
                parts.Delete(queue, found);
            }

            return found;
        });
    }

    /// <summary>Whether a timer is held and neither disarmed, nor armed anew, nor disposed of since.</summary>
    public static bool IsHeld(object timer)
    {
        Parts parts = Found!;
        lock (parts.LockOf(parts.QueueOf(timer)))
        {
            return parts.Due(timer) == Far;
        }
    }

    /// <summary>A held timer is due: what the runtime's queue does before it calls back.</summary>
    /// <returns>False if it is not held any more.</returns>
    public static bool Expire(object timer, bool again)
    {
        Parts parts = Found!;
        object queue = parts.QueueOf(timer);
        lock (parts.LockOf(queue))
        {
            if (parts.Due(timer) != Far)
            {
                return false;
            }

            parts.EverQueued(timer, true);
            if (!again)
            {
                parts.Delete(queue, timer);
            }

            return true;
        }
    }

    /// <summary>Calls a timer back, unless it was disposed of.</summary>
    public static void Fire(object? timer) => Found!.Fire(timer!, false);

    /// <summary>What a timer hands to its callback.</summary>
    public static object? StateOf(object timer) => Found!.State(timer);

    /// <summary>Takes a held timer out of its queue.</summary>
    public static void Release(object timer)
    {
        Parts parts = Found!;
        object queue = parts.QueueOf(timer);
        lock (parts.LockOf(queue))
        {
            if (parts.Due(timer) == Far)
            {
                parts.Delete(queue, timer);
            }
        }
    }

    // Asks one queue after the other, under its lock, beginning with this core's.
    private static object? First(Func<Parts, object, object?> ask)
    {
        Parts parts = Found!;
        int first = Math.Abs(Thread.GetCurrentProcessorId() % parts.Queues.Length);
        for (int i = 0; i < parts.Queues.Length; i++)
        {
            object queue = parts.Queues[(first + i) % parts.Queues.Length];
            lock (parts.LockOf(queue))
            {
                if (ask(parts, queue) is { } answer)
                {
                    return answer;
                }
            }
        }

        return null;
    }

    private static object? Search(Parts parts, object queue, Predicate<object> isIt)
    {
        for (object? timer = parts.Short(queue); timer is not null; timer = parts.Next(timer))
        {
            if (isIt(timer))
            {
                return timer;
            }
        }

        for (object? timer = parts.Long(queue); timer is not null; timer = parts.Next(timer))
        {
            if (isIt(timer))
            {
                return timer;
            }
        }

        return null;
    }

    private static Parts? Find()
    {
        try
        {
            Type queue = Type("System.Threading.TimerQueue");
            Type timer = Type("System.Threading.TimerQueueTimer");
            object[] queues = [.. ((Array)Method(queue, "get_Instances").Invoke(null, null)!).Cast<object>()];
            return new Parts(
                queues,
                [.. queues.Select(RuntimeHelpers.GetHashCode)],
                Call<Func<object, Lock>>(Method(queue, "get_SharedLock")),
                Call<Func<object, object?>>(Field(queue, "_shortTimers")),
                Call<Func<object, object?>>(Field(queue, "_longTimers")),
                Call<Func<object, object?>>(Field(timer, "_next")),
                Call<Func<object, object>>(Field(timer, "_associatedTimerQueue")),
                Call<Func<object, uint>>(Field(timer, "_dueTime")),
                Call<Func<object, uint>>(Field(timer, "_period")),
                Call<Func<object, object?>>(Field(timer, "_state")),
                EmitSet(Field(timer, "_everQueued")),
                Call<Func<object, object, uint, uint, bool>>(Method(queue, "UpdateTimer")),
                Call<Action<object, object>>(Method(queue, "DeleteTimer")),
                Call<Action<object, bool>>(Method(timer, "Fire")));
        }
        catch (Exception e) when (e is MissingMemberException or InvalidCastException or ArgumentException or TypeLoadException or TargetInvocationException)
        {
            return null;
        }
    }

    // Arms a timer of its own, finds it, holds it, and takes it out.
    private static bool Works(Parts parts)
    {
        bool works = false;
        try
        {
            const uint Hour = 3_600_000;
            using var timer = new Timer(static _ => { }, null, Hour, Hour);
            foreach (object queue in parts.Queues)
            {
                lock (parts.LockOf(queue))
                {
                    for (object? one = parts.Long(queue) ?? parts.Short(queue); one is not null && !works; one = parts.Next(one))
                    {
                        if (parts.Due(one) == Hour && parts.Period(one) == Hour && parts.QueueOf(one) == queue)
                        {
                            parts.Update(queue, one, Far, Hour);
                            works = parts.Due(one) == Far && parts.Period(one) == Hour;
                            parts.Delete(queue, one);
                            works &= parts.Due(one) == Never;
                        }
                    }
                }
            }
        }
        catch (Exception e) when (e is MissingMemberException or InvalidProgramException or InvalidCastException or MemberAccessException)
        {
            Debug.WriteLine(e);
        }

        return works;
    }

    // A delegate whose first parameter is the object, as an object; further ones that are objects are cast to what the method takes.
    private static T Call<T>(MemberInfo member)
        where T : Delegate
    {
        MethodInfo shape = typeof(T).GetMethod("Invoke")!;
        Type[] parameters = [.. shape.GetParameters().Select(static parameter => parameter.ParameterType)];
        return Emit<T>(parameters, shape.ReturnType, il =>
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Castclass, member.DeclaringType!);
            if (member is FieldInfo field)
            {
                il.Emit(OpCodes.Ldfld, field);
                return;
            }

            var method = (MethodInfo)member;
            for (int i = 1; i < parameters.Length; i++)
            {
                il.Emit(OpCodes.Ldarg, i);
                if (parameters[i] == typeof(object))
                {
                    il.Emit(OpCodes.Castclass, method.GetParameters()[i - 1].ParameterType);
                }
            }

            il.Emit(OpCodes.Callvirt, method);
        });
    }

    private static Action<object, bool> EmitSet(FieldInfo field) => Emit<Action<object, bool>>([typeof(object), typeof(bool)], typeof(void), il =>
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Castclass, field.DeclaringType!);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Stfld, field);
    });

    private sealed record Parts(
        object[] Queues,
        int[] QueueHashes,
        Func<object, Lock> LockOf,
        Func<object, object?> Short,
        Func<object, object?> Long,
        Func<object, object?> Next,
        Func<object, object> QueueOf,
        Func<object, uint> Due,
        Func<object, uint> Period,
        Func<object, object?> State,
        Action<object, bool> EverQueued,
        Func<object, object, uint, uint, bool> Update,
        Action<object, object> Delete,
        Action<object, bool> Fire);
}
