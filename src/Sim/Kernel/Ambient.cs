using System.Reflection;
using System.Reflection.Emit;
using static SimAsync.Kernel.Internals;

namespace SimAsync.Kernel;

/// <summary>
/// The one ambient slot: which simulation the code belongs to that runs in an execution context. It flows wherever the context does, to other threads too; and
/// the runtime tells when a thread takes such a context up, which is how a thread from outside is met before it runs a line of the user's.
/// </summary>
internal static class Ambient
{
    private static readonly AsyncLocal<object?> Slot = new(Changed);

    private static readonly Lazy<Func<ExecutionContext, object, object?>?> Read = new(FindRead);

    [ThreadStatic]
    private static IContextGuest? guest;

    /// <summary>Who is to be told when this thread leaves the execution context of a simulation.</summary>
    public static IContextGuest? Guest
    {
        get => guest;
        set => guest = value;
    }

    /// <summary>What runs from here on belongs to <paramref name="loop"/>.</summary>
    public static void Enter(SimLoop? loop) => Slot.Value = loop;

    /// <summary>Lets this thread's <see cref="Guest"/> be told when what runs now has ended, though it belongs to no simulation.</summary>
    public static void Mark() => Slot.Value = Slot;

    /// <summary>The simulation that an execution context belongs to, without taking it up; null if none, or if the runtime does not let it be read.</summary>
    public static SimLoop? In(ExecutionContext context) => In(context, Slot) as SimLoop;

    /// <summary>What an <see cref="AsyncLocal{T}"/> is in an execution context, without taking it up; null if nothing, or if the runtime does not let it be read.</summary>
    public static object? In(ExecutionContext context, object local) => Read.Value?.Invoke(context, local);

    // What AsyncLocal<T>.Value does, but of any context.
    private static Func<ExecutionContext, object, object?>? FindRead()
    {
        try
        {
            FieldInfo values = Field(typeof(ExecutionContext), "m_localValues");
            MethodInfo get = Method(values.FieldType, "TryGetValue");
            Type key = get.GetParameters()[0].ParameterType;
            return Emit<Func<ExecutionContext, object, object?>>([typeof(ExecutionContext), typeof(object)], typeof(object), il =>
            {
                LocalBuilder value = il.DeclareLocal(typeof(object));
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Ldfld, values);
                il.Emit(OpCodes.Ldarg_1);
                il.Emit(OpCodes.Castclass, key);
                il.Emit(OpCodes.Ldloca, value);
                il.Emit(OpCodes.Callvirt, get);
                il.Emit(OpCodes.Pop);
                il.Emit(OpCodes.Ldloc, value);
            });
        }
        catch (MissingMemberException)
        {
            return null;
        }
    }

    // May not throw: the runtime would end the process.
    private static void Changed(AsyncLocalValueChangedArgs<object?> change)
    {
        if (guest is { } here)
        {
            if (change.CurrentValue is null)
            {
                here.ContextLeft();
            }
        }
        else if (change.ThreadContextChanged && change.CurrentValue is SimLoop { IsClosed: false } loop && !ReferenceEquals(SimLoop.Current, loop))
        {
            loop.Edge?.Visit();
        }
    }
}

/// <summary>A thread on which something of a simulation runs as a guest.</summary>
internal interface IContextGuest
{
    /// <summary>The thread has left the simulation's execution context.</summary>
    void ContextLeft();

    /// <summary>The thread, a worker of the pool, is about to run another item: what it ran as a guest has ended.</summary>
    void NextItem();
}
